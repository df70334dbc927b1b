using System.Diagnostics.CodeAnalysis;

namespace MirageGen.Dns.Zones;

/// <summary>Makes a zone of a file, and tells all that is wrong with it at once.</summary>
internal static class ZoneLoading
{
    /// <summary>The most malformed entries that are told; behind them reading ends.</summary>
    private const int MaxMalformed = 1000;

    /// <inheritdoc cref="Zone.TryRead"/>
    /// <remarks>The text is read twice, so that what checks it and what makes the zone do not need memory at the same time.</remarks>
    public static bool TryRead(
        ReadOnlyMemory<byte> text, ZoneFileOptions options, [NotNullWhen(true)] out Zone? zone, out IReadOnlyList<ZoneFinding> findings)
    {
        var found = Check(text, options);
        findings = found;
        zone = found.Exists(finding => finding.Severity == ZoneFindingSeverity.Error) ? null : Build(text, options);
        return zone is not null;
    }

    private static List<ZoneFinding> Check(ReadOnlyMemory<byte> text, ZoneFileOptions options)
    {
        var checker = new ZoneChecker(options.Origin);
        var reader = new ZoneFileReader(text, options);
        List<ZoneFinding> found = [];
        while (found.Count < MaxMalformed && CheckOne(reader, checker, found))
        {
        }

        found.AddRange(checker.Finish());
        return found;
    }

    private static bool CheckOne(ZoneFileReader reader, ZoneChecker checker, List<ZoneFinding> found)
    {
        try
        {
            if (!reader.TryRead(out var record))
            {
                return false;
            }

            checker.Add(record);
            if (record.Type == RecordType.Nsec3Param && HashedChain.IterationsOf(record.Data) > HashedChain.MaxIterations)
            {
                found.Add(new(
                    ZoneFindingSeverity.Error,
                    record.File,
                    record.Line,
                    $"names are hashed {HashedChain.IterationsOf(record.Data)} times more, but at most {HashedChain.MaxIterations} are served; sign the zone with 0 (RFC 9276)"));
            }
        }
        catch (PresentationException error)
        {
            found.Add(new(ZoneFindingSeverity.Error, error.File, error.Line, $"{error.Problem} (column {error.Column})"));
        }

        return true;
    }

    private static Zone Build(ReadOnlyMemory<byte> text, ZoneFileOptions options)
    {
        var builder = new ZoneBuilder(options.Origin);
        var reader = new ZoneFileReader(text, options);
        while (reader.TryRead(out var record))
        {
            builder.Add(record);
        }

        return builder.Build();
    }
}
