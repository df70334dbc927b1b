namespace MirageGen.Dns.Primary;

/// <summary>Which zone a file is of.</summary>
internal static class ZoneFileOrigin
{
    /// <summary>Malformed entries before the first record that are passed over: whatever they are, the zone will not be served.</summary>
    private const int MostPassedOver = 100;

    private static readonly string[] Endings = [".zone", ".db", ".txt"];

    /// <summary>Finds the zone's name.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="fileName">Its name.</param>
    /// <returns>Null when neither the file nor its name says so.</returns>
    public static DomainName? Find(ReadOnlyMemory<byte> text, ReadOnlySpan<char> fileName)
    {
        var isNamed = DomainName.TryParse(WithoutEnding(fileName), out var named);
        var reader = new ZoneFileReader(text, new() { Origin = named ?? DomainName.Root, DefaultTtl = 0 });
        var origin = FindFirst(reader) ?? DomainName.FromSound(reader.Origin);

        // Without a name the root is what nothing was relative to.
        return isNamed || !origin.IsRoot ? origin : null;
    }

    /// <summary>The owner of an SOA record that is the first.</summary>
    private static DomainName? FindFirst(ZoneFileReader reader)
    {
        for (var i = 0; i < MostPassedOver; i++)
        {
            try
            {
                return reader.TryRead(out var record) && record.Type == RecordType.Soa ? DomainName.FromSound(record.Owner) : null;
            }
            catch (PresentationException)
            {
                // It will be told when the zone is read.
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> fileName)
    {
        foreach (var ending in Endings)
        {
            if (fileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return fileName[..^ending.Length];
            }
        }

        return fileName;
    }
}
