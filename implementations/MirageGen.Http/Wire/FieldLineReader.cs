namespace MirageGen.Http.Wire;

/// <summary>Reads one field line (RFC 9112 section 5), strictly.</summary>
internal static class FieldLineReader
{
    /// <summary>Reads a line and adds it to the others.</summary>
    /// <param name="octets">The head.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="end">Where it ends, without CRLF; there are no control characters but tabs between.</param>
    /// <param name="lines">Where it is added.</param>
    /// <param name="most">How many lines there may be.</param>
    public static WireError Read(ReadOnlySpan<byte> octets, int start, int end, FieldLines lines, int most)
    {
        var line = octets[start..end];
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || HttpGrammar.IsBlank(line[0]))
        {
            return HttpGrammar.IsBlank(line[0]) ? WireError.FoldedLine : WireError.BadFieldName;
        }

        var name = line[..colon];
        var field = WellKnownFields.Identify(name);
        if (field == WellKnownField.None && name.ContainsAnyExcept(HttpGrammar.Token))
        {
            return HttpGrammar.IsBlank(name[^1]) ? WireError.SpaceBeforeColon : WireError.BadFieldName;
        }

        if (lines.Count == most)
        {
            return WireError.TooManyFields;
        }

        var valueStart = colon + 1;
        var valueEnd = line.Length;
        while (valueStart < valueEnd && HttpGrammar.IsBlank(line[valueStart]))
        {
            valueStart++;
        }

        while (valueEnd > valueStart && HttpGrammar.IsBlank(line[valueEnd - 1]))
        {
            valueEnd--;
        }

        lines.Add(new(
            OctetRange.Between(start, start + colon),
            OctetRange.Between(start + valueStart, start + valueEnd),
            field));
        return WireError.None;
    }
}
