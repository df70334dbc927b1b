using System.Runtime.InteropServices;

namespace MirageGen.Http.Wire;

/// <summary>
/// Parses a response's head (RFC 9112 sections 4 and 5). A pure state machine: fed with the head from its first octet each
/// time more has arrived, it looks at each octet once and goes on where it stopped.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ResponseHeadParser
{
    private const int VersionBytes = 8;
    private const int StatusStart = VersionBytes + 1;
    private const int StatusEnd = StatusStart + 3;
    private const int LowestStatus = 100;
    private const int HighestStatus = 599;

    private FieldSectionParser _fields;
    private bool _hasStatusLine;
    private WireError _error;

    /// <summary>What was wrong, after <see cref="HeadProgress.Failed"/>.</summary>
    public readonly WireError Error => _error;

    /// <summary>Goes on parsing.</summary>
    /// <param name="octets">All that has arrived since the head's first octet; may reach beyond the head.</param>
    /// <param name="head">Filled; must be clear at the beginning and the same at each call.</param>
    /// <param name="limits">Bounds.</param>
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
            || line[VersionBytes] != HttpGrammar.Space
            || (line.Length > StatusEnd && line[StatusEnd] != HttpGrammar.Space))
        {
            return WireError.BadStatusLine;
        }

        var error = ReadVersion(line[..VersionBytes], out head.MinorVersion);
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

    private static WireError ReadVersion(ReadOnlySpan<byte> version, out byte minor)
    {
        const int Major = 5;
        const int Minor = 7;
        minor = 1;
        if (!HttpGrammar.IsDigit(version[Major]) || version[Major + 1] != (byte)'.' || !HttpGrammar.IsDigit(version[Minor]))
        {
            return WireError.BadVersion;
        }

        // A later minor version is understood as the latest that is known (RFC 9110 section 2.5).
        minor = version[Minor] == (byte)'0' ? (byte)0 : (byte)1;
        return version[Major] == (byte)'1' ? WireError.None : WireError.VersionNotSupported;
    }
}
