using System.Runtime.InteropServices;

namespace MirageGen.Http.Wire;

/// <summary>Parses a request's head (RFC 9112 sections 3 and 5).</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestHeadParser : IHeadParser<RequestHead>
{
    private FieldSectionParser _fields;
    private State _state;
    private WireError _error;

    private enum State : byte
    {
        AwaitingRequestLine,
        AwaitingRequestLineAfterEmptyLine,
        ReadingFields,
    }

    /// <inheritdoc/>
    public readonly WireError Error => _error;

    /// <inheritdoc/>
    public HeadProgress Parse(ReadOnlySpan<byte> octets, RequestHead head, in HeadLimits limits)
    {
        while (_state != State.ReadingFields)
        {
            if (!TakeRequestLine(octets, head, limits))
            {
                return _error == WireError.None ? HeadProgress.NeedsMore : HeadProgress.Failed;
            }
        }

        var progress = _fields.Parse(octets, head.Fields, limits);
        _error = _fields.Error;
        head.Length = _fields.Length;
        return progress;
    }

    private bool TakeRequestLine(ReadOnlySpan<byte> octets, RequestHead head, in HeadLimits limits)
    {
        var start = _fields.Scanner.LineStart;
        var endsBefore = Math.Min(start + limits.StartLineBytes, limits.HeadBytes - LineScanner.LineEndBytes);
        if (!_fields.Scanner.TryFindEnd(octets, endsBefore, out var end, out _error))
        {
            _error = _error == WireError.HeadTooLarge ? JudgeLongLine(octets[start..]) : _error;
            return false;
        }

        _fields.Scanner.NextLine(end);
        if (start == end)
        {
            // One empty line in front of a request is ignored (RFC 9112 section 2.2).
            _error = _state == State.AwaitingRequestLine ? WireError.None : WireError.BadRequestLine;
            _state = State.AwaitingRequestLineAfterEmptyLine;
            return _error == WireError.None;
        }

        _error = ReadRequestLine(octets, start, end, head);
        _state = State.ReadingFields;
        return _error == WireError.None;
    }

    private static WireError ReadRequestLine(ReadOnlySpan<byte> octets, int start, int end, RequestHead head)
    {
        var line = octets[start..end];
        var space = line.IndexOf(HttpGrammar.Space);
        var versionStart = line.Length - MessageVersion.Bytes;
        if (space < 0 || versionStart - 1 <= space || line[versionStart - 1] != HttpGrammar.Space)
        {
            return JudgeShapelessLine(line, space);
        }

        var method = line[..space];
        head.Method = MethodCodes.Identify(method);
        head.MethodName = OctetRange.Between(start, start + space);
        if (head.Method == MethodCode.Other && (method.IsEmpty || method.ContainsAnyExcept(HttpGrammar.Token)))
        {
            return WireError.BadMethod;
        }

        if (method.Length > MethodCodes.LongestBytes)
        {
            return WireError.MethodTooLong;
        }

        var error = MessageVersion.Read(line[versionStart..], out head.MinorVersion);
        return error != WireError.None
            ? error
            : RequestTargetReader.Read(octets, start + space + 1, start + versionStart - 1, head.Method, out head.Target);
    }

    private static WireError JudgeShapelessLine(ReadOnlySpan<byte> line, int space)
    {
        if (space < 0)
        {
            return WireError.BadRequestLine;
        }

        return line[..space].ContainsAnyExcept(HttpGrammar.Token) ? WireError.BadMethod : WireError.BadRequestLine;
    }

    private static WireError JudgeLongLine(ReadOnlySpan<byte> line) =>
        line[..Math.Min(line.Length, MethodCodes.LongestBytes + 1)].Contains(HttpGrammar.Space)
            ? WireError.TargetTooLong
            : WireError.MethodTooLong;
}
