namespace MirageGen.Dns;

/// <summary>Reads the fields of a record's data that are text.</summary>
internal static class RdataTextParser
{
    private const int MaxTextOctets = 255;

    /// <summary>Reads a field.</summary>
    public static void Parse(Entry entry, RdataFieldKind kind, RdataBuffer rdata)
    {
        var token = entry.Take("a string");
        if (kind == RdataFieldKind.TextToEnd)
        {
            AppendOctets(entry, token, Rdata.MaxOctets, rdata);
            return;
        }

        AppendCounted(entry, token, rdata);
        if (kind == RdataFieldKind.Tag && !RdataField.IsAlphanumeric(entry.TextOf(token)))
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is no tag; write letters and digits");
        }

        while (kind == RdataFieldKind.Texts && entry.HasMore)
        {
            AppendCounted(entry, entry.Take("a string"), rdata);
        }
    }

    private static void AppendCounted(Entry entry, EntryToken token, RdataBuffer rdata)
    {
        var lengthAt = rdata.Length;
        rdata.Append(0);
        AppendOctets(entry, token, MaxTextOctets, rdata);
        if (!rdata.IsOverfull)
        {
            rdata.Set(lengthAt, (byte)(rdata.Length - lengthAt - 1));
        }
    }

    private static void AppendOctets(Entry entry, EntryToken token, int most, RdataBuffer rdata)
    {
        var text = entry.TextOf(token);
        var octets = rdata.Scratch(text.Length);
        if (!TextEscapes.TryRead(text, octets, out var length))
        {
            throw entry.Fail(token, "a backslash stands before neither a character nor three digits up to 255, such as \\046");
        }

        if (length > most)
        {
            throw entry.Fail(token, $"the string has {length} octets, more than {most}; split it");
        }

        rdata.Append(octets[..length]);
    }
}
