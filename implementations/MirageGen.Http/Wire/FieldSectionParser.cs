namespace MirageGen.Http.Wire;

/// <summary>
/// Parses field lines up to and including the empty line: the rest of a head, or a trailer section. Fed with the section
/// from its start each time more has arrived; looks at each octet once.
/// </summary>
internal struct FieldSectionParser
{
    public LineScanner Scanner;

    /// <summary>What was wrong, after <see cref="HeadProgress.Failed"/>.</summary>
    public WireError Error { get; private set; }

    /// <summary>Octets up to and with the empty line, once complete.</summary>
    public int Length { get; private set; }

    public HeadProgress Parse(ReadOnlySpan<byte> octets, FieldLines lines, in HeadLimits limits)
    {
        while (true)
        {
            if (!Scanner.TryFindEnd(octets, limits.HeadBytes - LineScanner.LineEndBytes, out var end, out var error))
            {
                Error = error;
                return error == WireError.None ? HeadProgress.NeedsMore : HeadProgress.Failed;
            }

            var start = Scanner.LineStart;
            Scanner.NextLine(end);
            if (start == end)
            {
                Length = Scanner.LineStart;
                return HeadProgress.Complete;
            }

            Error = FieldLineReader.Read(octets, start, end, lines, limits.FieldCount);
            if (Error != WireError.None)
            {
                return HeadProgress.Failed;
            }
        }
    }
}
