using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Primary;

/// <summary>What has become of reading a zone's file.</summary>
/// <param name="Zone">The zone, if it can be served.</param>
/// <param name="Findings">All that is wrong or doubtful.</param>
/// <param name="Files">The files that it was read from.</param>
internal sealed record FileReading(Zone? Zone, IReadOnlyList<ZoneFinding> Findings, IncludedFiles Files)
{
    /// <summary>Reads a file and what it includes, a few records a turn of the loop.</summary>
    /// <exception cref="DeviceException">A file cannot be read.</exception>
    public static async Task<FileReading> ReadAsync(ZoneFile file, CancellationToken stop)
    {
        var files = new IncludedFiles(file);
        if (await files.FetchAsync(file.Key, stop) is not { } text)
        {
            return new(null, [Error(file, "there is no such file")], files);
        }

        if (ZoneFileOrigin.Find(text, file.Key.Name) is not { } origin)
        {
            return new(null, [Error(file, "it is not said which zone this is; write a line '$ORIGIN example.org.' above the first record")], files);
        }

        ZoneLoading loading;
        do
        {
            loading = new(text, new() { Origin = origin, FileName = file.Name, Open = files.TryOpen });
            while (loading.Step())
            {
                await Task.Yield();
                stop.ThrowIfCancellationRequested();
            }
        }
        while (await files.FetchMissingAsync(stop));

        return new(loading.Zone, loading.Findings, files);
    }

    /// <summary>The first of what keeps the zone from being served.</summary>
    public ZoneFinding FirstError()
    {
        foreach (var finding in Findings)
        {
            if (finding.Severity == ZoneFindingSeverity.Error)
            {
                return finding;
            }
        }

        throw new InvalidOperationException("There is no error.");
    }

    private static ZoneFinding Error(ZoneFile file, string problem) => new(ZoneFindingSeverity.Error, file.Name, 1, problem);
}
