using Microsoft.Extensions.Logging;
using MirageGen.Dns.Signing;

namespace MirageGen.Dns.Primary;

/// <summary>
/// A place whose files' zones are served. In a directory files come and go; one that was named by itself is served as it was when
/// it is gone.
/// </summary>
internal sealed class ServedPlace
{
    private readonly ZonePlace _place;
    private readonly bool _isFile;
    private readonly ZoneSigners _signers;
    private readonly ILogger _log;
    private bool _hasFailed;

    private ServedPlace(ZonePlace place, bool isFile, ZoneSigners signers, ILogger log)
    {
        _place = place;
        _isFile = isFile;
        _signers = signers;
        _log = log;
    }

    /// <summary>Its files.</summary>
    public List<ServedFile> Files { get; } = [];

    /// <summary>Finds the files of a place, of which none has been read.</summary>
    /// <exception cref="DeviceException">There is none, or the store fails.</exception>
    public static async Task<ServedPlace> FindAsync(ZonePlace place, ZoneSigners signers, ILogger log, CancellationToken stop)
    {
        var served = new ServedPlace(place, await place.IsFileAsync(stop), signers, log);
        List<ZoneFile> files = served._isFile ? [place.AsFile()] : await place.ListAsync(stop);
        foreach (var file in files)
        {
            served.Files.Add(new(file, signers, log));
        }

        return served;
    }

    /// <summary>Looks which files there are. A directory that is empty of a sudden is taken for one that cannot be read.</summary>
    /// <param name="room">For how many more.</param>
    /// <param name="stop">Gives up.</param>
    public async Task LookAsync(int room, CancellationToken stop)
    {
        if (_isFile)
        {
            return;
        }

        try
        {
            Compare(await _place.ListAsync(stop), room);
            _hasFailed = false;
        }
        catch (DeviceException error)
        {
            // Told once, however often one looks.
            if (!_hasFailed)
            {
                _hasFailed = true;
                PrimaryLog.NotListed(_log, _place.Name, error.Message);
            }
        }
    }

    /// <summary>Lets go of the files that are gone, and of their zones, but for those that other files have taken over.</summary>
    public void LetGo(DnsServer server, ServedZones zones)
    {
        for (var i = Files.Count - 1; i >= 0; i--)
        {
            var file = Files[i];
            if (!file.IsGone)
            {
                continue;
            }

            Files.RemoveAt(i);
            if (file.FindZone(zones) is { } origin)
            {
                zones.Remove(origin);
                server.Zones = server.Zones.Without(origin);
                PrimaryLog.LetGo(_log, origin, file.Name);
            }
        }
    }

    private void Compare(List<ZoneFile> there, int room)
    {
        var known = new Dictionary<Key, ServedFile>(Files.Count);
        foreach (var file in Files)
        {
            known.Add(file.Key, file);
            file.LooksMissed++;
        }

        List<ZoneFile> added = [];
        foreach (var file in there)
        {
            if (known.TryGetValue(file.Key, out var served))
            {
                served.LooksMissed = 0;
            }
            else
            {
                added.Add(file);
            }
        }

        foreach (var file in added)
        {
            if (room-- <= 0)
            {
                throw new DeviceException($"there is no room for {file.Name}: zones are served from {DnsPrimary.MostFiles} files at most");
            }

            Files.Add(new(file, _signers, _log));
        }
    }
}
