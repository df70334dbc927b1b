namespace MirageGen.Http.Wire;

/// <summary>
/// Finds the ends of lines in a head that arrives in pieces, looking at each octet once. Lines end in CRLF and nothing
/// else, and have no control character but tabs.
/// </summary>
internal struct LineScanner
{
    /// <summary>The length of CRLF.</summary>
    public const int LineEndBytes = 2;

    private int _scanned;

    /// <summary>Where the current line starts.</summary>
    public int LineStart { get; private set; }

    /// <summary>Looks for the end of the current line.</summary>
    /// <param name="octets">Everything since the head's start; on the next call the same with more behind it.</param>
    /// <param name="endsBefore">The line, without its end, must not reach beyond this offset.</param>
    /// <param name="end">Where the line ends: the offset of its CRLF.</param>
    /// <param name="error">What is wrong; <see cref="WireError.HeadTooLarge"/> when the bound is reached.</param>
    /// <returns>False when more octets are needed, or something is wrong.</returns>
    public bool TryFindEnd(ReadOnlySpan<byte> octets, int endsBefore, out int end, out WireError error)
    {
        end = 0;
        error = WireError.HeadTooLarge;
        if (_scanned > endsBefore)
        {
            // The line before ended so close to the bound that this one has no room at all.
            return false;
        }

        error = WireError.None;
        var window = octets[_scanned..Math.Min(octets.Length, endsBefore + 1)];
        var found = window.IndexOfAny(HttpGrammar.LineEnders);
        if (found < 0)
        {
            _scanned += window.Length;
            error = _scanned > endsBefore ? WireError.HeadTooLarge : WireError.None;
            return false;
        }

        end = _scanned + found;
        if (end + 1 < octets.Length && octets[end] == HttpGrammar.CarriageReturn && octets[end + 1] == HttpGrammar.LineFeed)
        {
            return true;
        }

        _scanned = end;
        error = Judge(octets[end..]);
        return false;
    }

    /// <summary>Goes on to the line behind the one whose end was found.</summary>
    public void NextLine(int end)
    {
        LineStart = end + LineEndBytes;
        _scanned = LineStart;
    }

    private static WireError Judge(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        HttpGrammar.LineFeed => WireError.BareLineFeed,
        HttpGrammar.CarriageReturn => rest.Length == 1 ? WireError.None : WireError.BareCarriageReturn,
        _ => WireError.ControlCharacter,
    };
}
