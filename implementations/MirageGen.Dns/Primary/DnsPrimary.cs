using Microsoft.Extensions.Logging;
using MirageGen.Dns.Primary;
using MirageGen.Dns.Signing;

namespace MirageGen.Dns;

/// <summary>
/// Keeps zones of a server as files have them: reads them, and again when they change, come or go; and keeps signed those that it
/// has keys of.
/// </summary>
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

    /// <summary>How many files zones are served from.</summary>
    internal const int MostFiles = 10_000;

    /// <summary>How often is looked whether signatures are about to end.</summary>
    private static readonly TimeSpan RenewalPause = TimeSpan.FromMinutes(10);

    private readonly List<ServedPlace> _places = [];
    private ZoneSigners _signers = new(null, clock, log);
    private ServedZones _served = new();

    /// <summary>Reads files and has the server serve their zones in place of those it has.</summary>
    /// <param name="places">Where the files lie: at most 10,000, of different zones.</param>
    /// <param name="signing">The keys of zones that are to be signed; null where zones are served as files have them.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DeviceException">
    /// A place has no file, a file has errors, two are of one zone, or there are too many: which, where and why, in one line.
    /// </exception>
    /// <exception cref="ArgumentException">A bound of signing is none, or a key is there twice.</exception>
    public async Task LoadAsync(IReadOnlyList<ZonePlace> places, ZoneSigning? signing = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(places);
        ISigning? ours = signing;
        ours?.Validate();
        _signers = new(ours, clock, log);
        var zones = new List<Zone>();
        _places.Clear();
        _served = new();
        foreach (var place in places)
        {
            var found = await ServedPlace.FindAsync(place, _signers, log, stop);
            _places.Add(found);
            if (CountFiles() > MostFiles)
            {
                throw new DeviceException($"there are more than {MostFiles} zone files with those of '{place.Name}'; serve fewer");
            }

            foreach (var file in found.Files)
            {
                zones.Add(await file.LoadAsync(_served, stop));
            }
        }

        server.Zones = new(zones);
    }

    /// <summary>
    /// Looks whether the files that were loaded have changed, and which there are in directories, and serves what they have become:
    /// a request is answered from the zone as it was or as it is now, and none is lost. A file with errors is not served, and the
    /// log says why. The zone of a file that two looks have not found in its directory is let go of. Signatures are made anew before
    /// they end.
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

    /// <summary>Has signatures made anew before they end, where <see cref="Follow"/> does not.</summary>
    /// <returns>Disposed, it ends.</returns>
    public IAsyncDisposable KeepSigned() => new Following(async stop =>
    {
        while (true)
        {
            await Task.Delay(RenewalPause, clock, stop);
            await _signers.RenewAsync(server, stop);
        }
    });

    private async Task FollowAsync(TimeSpan pause, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(pause, clock, stop);
            foreach (var place in _places)
            {
                await place.LookAsync(MostFiles - CountFiles(), stop);
            }

            foreach (var place in _places)
            {
                foreach (var file in place.Files)
                {
                    await file.LookAsync(server, _served, stop);
                }
            }

            foreach (var place in _places)
            {
                place.LetGo(server, _served);
            }

            await _signers.RenewAsync(server, stop);
        }
    }

    private int CountFiles()
    {
        var count = 0;
        foreach (var place in _places)
        {
            count += place.Files.Count;
        }

        return count;
    }
}
