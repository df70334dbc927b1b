using Microsoft.Extensions.Logging;
using MirageGen.Dns.Primary;

namespace MirageGen.Dns;

/// <summary>Keeps zones of a server as files have them: reads them, and again when they change.</summary>
/// <param name="server">Serves them.</param>
/// <param name="clock">Drives looking for changes.</param>
/// <param name="log">Where it says what is wrong with files, and what has changed.</param>
[Device]
public sealed class DnsPrimary(DnsServer server, TimeProvider clock, ILogger<DnsPrimary> log)
{
    /// <summary>The shortest pause between two looks at the files.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between two looks at the files.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private const int MostZones = 10_000;

    private readonly List<ServedFile> _served = [];

    /// <summary>Reads files and has the server serve their zones in place of those it has.</summary>
    /// <param name="files">At most 10,000, of different zones.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DeviceException">A file is not there or has errors, or two are of one zone: which, where and why, in one line.</exception>
    public async Task LoadAsync(IReadOnlyList<ZoneFile> files, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Count, MostZones, nameof(files));
        var zones = new Dictionary<DomainName, Zone>();
        _served.Clear();
        foreach (var file in files)
        {
            var read = await FileReading.ReadAsync(file, stop);
            if (read.Zone is not { } zone)
            {
                var first = read.FirstError();
                PrimaryLog.Findings(log, read.Findings, first);
                throw new DeviceException($"a zone cannot be served: {first}");
            }

            PrimaryLog.Findings(log, read.Findings);
            if (!zones.TryAdd(zone.Origin, zone))
            {
                throw new DeviceException($"{file.Name} is one file too many for the zone {zone.Origin}; leave one out");
            }

            _served.Add(new(file, zone.Origin, read.Files, log));
        }

        server.Zones = new(zones.Values);
    }

    /// <summary>
    /// Looks whether the files that were loaded have changed, and serves what they have become: a request is answered from the
    /// zone as it was or as it is now, and none is lost. A file with errors is not served, and the log says why.
    /// </summary>
    /// <param name="pause">How long one look is after the last; what has changed is taken when it has not changed for as long.</param>
    /// <returns>Disposed, it ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The pause is shorter or longer than pauses may be.</exception>
    public IAsyncDisposable Follow(TimeSpan pause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pause, LeastPause);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pause, LongestPause);
        return new Following(stop => FollowAsync(pause, stop));
    }

    private async Task FollowAsync(TimeSpan pause, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(pause, clock, stop);
            foreach (var file in _served)
            {
                await file.LookAsync(server, stop);
            }
        }
    }
}
