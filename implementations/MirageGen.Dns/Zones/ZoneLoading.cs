using System.Diagnostics.CodeAnalysis;

namespace MirageGen.Dns.Zones;

/// <summary>Makes a zone of a file, and tells all that is wrong with it at once.</summary>
internal static class ZoneLoading
{
    /// <summary>The most malformed entries that are told; behind them reading ends.</summary>
    private const int MaxMalformed = 1000;

    /// <inheritdoc cref="Zone.TryRead"/>
    public static bool TryRead(
        ReadOnlyMemory<byte> text, ZoneFileOptions options, [NotNullWhen(true)] out Zone? zone, out IReadOnlyList<ZoneFinding> findings)
    {
        var builder = new ZoneBuilder(options.Origin);
        var checker = new ZoneChecker(options.Origin);
        var reader = new ZoneFileReader(text, options);
        List<ZoneFinding> found = [];
        while (found.Count < MaxMalformed && ReadOne(reader, builder, checker, options.Origin, found))
        {
        }

        found.AddRange(checker.Finish());
        findings = found;
        zone = found.Exists(finding => finding.Severity == ZoneFindingSeverity.Error) ? null : builder.Build();
        return zone is not null;
    }

    private static bool ReadOne(ZoneFileReader reader, ZoneBuilder builder, ZoneChecker checker, DomainName origin, List<ZoneFinding> found)
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

            if (NameOctets.IsSubdomain(record.Owner, origin.Octets))
            {
                builder.Add(record);
            }
        }
        catch (PresentationException error)
        {
            found.Add(new(ZoneFindingSeverity.Error, error.File, error.Line, $"{error.Problem} (column {error.Column})"));
        }

        return true;
    }
}
