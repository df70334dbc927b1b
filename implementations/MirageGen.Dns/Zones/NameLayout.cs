namespace MirageGen.Dns.Zones;

/// <summary>Where the names that may be compressed stand in a type's data (RFC 3597 section 4).</summary>
internal static class NameLayout
{
    /// <summary>The first type that has none, with all those behind it.</summary>
    private const int Types = 16;

    private static readonly (byte Skip, byte Count)[] ByType = MakeTable();

    /// <summary>Finds them.</summary>
    /// <param name="type">The type, of the class IN.</param>
    /// <param name="skip">How many octets stand before the first one.</param>
    /// <returns>How many there are, one behind the other.</returns>
    public static int Of(RecordType type, out int skip)
    {
        var layout = (int)type < Types ? ByType[(int)type] : default;
        skip = layout.Skip;
        return layout.Count;
    }

    private static (byte Skip, byte Count)[] MakeTable()
    {
        var table = new (byte Skip, byte Count)[Types];
        foreach (var format in RdataFormats.Known)
        {
            var count = format.Fields.Count(RdataFieldKind.CompressibleName);
            if (count > 0)
            {
                var first = format.Fields.IndexOf(RdataFieldKind.CompressibleName);
                table[(int)format.Type] = ((byte)(first * sizeof(ushort)), (byte)count);
            }
        }

        return table;
    }
}
