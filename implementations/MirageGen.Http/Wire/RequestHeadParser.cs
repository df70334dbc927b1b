using System.Runtime.InteropServices;

namespace MirageGen.Http.Wire;

/// <summary>
/// Parses a request's head (RFC 9112 sections 3 and 5). A pure state machine: fed with the head from its first octet each
/// time more has arrived, it looks at each octet once and goes on where it stopped.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestHeadParser
{
    private const int VersionBytes = 8;

    private FieldSectionParser _fields;
    private State _state;
    private WireError _error;

    private enum State : byte
    {
        AwaitingRequestLine,
        AwaitingRequestLineAfterEmptyLine,
        ReadingFields,
    }

    /// <summary>What was wrong, after <see cref="HeadProgress.Failed"/>.</summary>
    public readonly WireError Error => _error;

    /// <summary>Goes on parsing.</summary>
    /// <param name="octets">All that has arrived since the head's first octet; may reach beyond the head.</param>
    /// <param name="head">Filled; must be clear at the beginning and the same at each call.</param>
    /// <param name="limits">Bounds.</param>
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
        var versionStart = line.Length - VersionBytes;
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

        var error = ReadVersion(line[versionStart..], out head.MinorVersion);
        return error != WireError.None
            ? error
            : RequestTargetReader.Read(octets, start + space + 1, start + versionStart - 1, head.Method, out head.Target);
    }

    private static WireError ReadVersion(ReadOnlySpan<byte> version, out byte minor)
    {
        minor = 1;
        if (version.SequenceEqual("HTTP/1.1"u8))
        {
            return WireError.None;
        }

        const int Major = 5;
        const int Minor = 7;
        if (!version.StartsWith("HTTP/"u8)
            || !HttpGrammar.IsDigit(version[Major])
            || version[Major + 1] != (byte)'.'
            || !HttpGrammar.IsDigit(version[Minor]))
        {
            return WireError.BadVersion;
        }

        // A later minor version is answered as the latest that is known (RFC 9110 section 2.5).
        minor = version[Minor] == (byte)'0' ? (byte)0 : (byte)1;
        return version[Major] == (byte)'1' ? WireError.None : WireError.VersionNotSupported;
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
