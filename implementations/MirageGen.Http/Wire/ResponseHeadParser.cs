using System.Runtime.InteropServices;

namespace MirageGen.Http.Wire;

/// <summary>Parses a response's head (RFC 9112 sections 4 and 5).</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ResponseHeadParser : IHeadParser<ResponseHead>
{
    private const int StatusStart = MessageVersion.Bytes + 1;
    private const int StatusEnd = StatusStart + 3;
    private const int LowestStatus = 100;
    private const int HighestStatus = 599;

    private FieldSectionParser _fields;
    private bool _hasStatusLine;
    private WireError _error;

    /// <inheritdoc/>
    public readonly WireError Error => _error;

    /// <inheritdoc/>
    public HeadProgress Parse(ReadOnlySpan<byte> octets, ResponseHead head, in HeadLimits limits)
    {
        if (!_hasStatusLine && !TakeStatusLine(octets, head, limits))
        {
            return _error == WireError.None ? HeadProgress.NeedsMore : HeadProgress.Failed;
        }

        var progress = _fields.Parse(octets, head.Fields, limits);
        _error = _fields.Error;
        head.Length = _fields.Length;
        return progress;
    }

    private bool TakeStatusLine(ReadOnlySpan<byte> octets, ResponseHead head, in HeadLimits limits)
    {
        if (!IsPlausible(octets))
        {
            _error = WireError.BadStatusLine;
            return false;
        }

        var endsBefore = Math.Min(limits.StartLineBytes, limits.HeadBytes - LineScanner.LineEndBytes);
        if (!_fields.Scanner.TryFindEnd(octets, endsBefore, out var end, out _error))
        {
            return false;
        }

        _fields.Scanner.NextLine(end);
        _error = ReadStatusLine(octets[..end], head);
        _hasStatusLine = true;
        return _error == WireError.None;
    }

    /// <summary>Whether what has arrived may be HTTP at all: another protocol's greeting is not waited out.</summary>
    private static bool IsPlausible(ReadOnlySpan<byte> octets)
    {
        var protocol = "HTTP/"u8;
        var length = Math.Min(octets.Length, protocol.Length);
        return octets[..length].SequenceEqual(protocol[..length]);
    }

    private static WireError ReadStatusLine(ReadOnlySpan<byte> line, ResponseHead head)
    {
        // The space behind the status belongs to the line even when there is no reason; many leave it out, and it is of no
        // consequence (RFC 9112 section 4).
        if (line.Length < StatusEnd
            || line[MessageVersion.Bytes] != HttpGrammar.Space
            || (line.Length > StatusEnd && line[StatusEnd] != HttpGrammar.Space))
        {
            return WireError.BadStatusLine;
        }

        var error = MessageVersion.Read(line[..MessageVersion.Bytes], out head.MinorVersion);
        if (error != WireError.None)
        {
            return error;
        }

        foreach (var digit in line[StatusStart..StatusEnd])
        {
            if (!HttpGrammar.IsDigit(digit))
            {
                return WireError.BadStatusLine;
            }

            head.Status = (head.Status * 10) + (digit - '0');
        }

        head.Reason = OctetRange.Between(Math.Min(StatusEnd + 1, line.Length), line.Length);
        return head.Status is < LowestStatus or > HighestStatus ? WireError.BadStatusLine : WireError.None;
    }
}
