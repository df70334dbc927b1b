using MirageGen.Composition;
using MirageGen.Dns;

/// <summary>
/// Answers for the zones compiled into it, each a file in <c>zones</c>, or for those in files of the host. Ask it by
/// <c>dig @127.0.0.1 -p 5300 www.example.org</c>.
/// </summary>
[Unikernel(Summary = "An authoritative name server for zones compiled into it, or in files")]
public sealed class NameServer(
    DnsServer dns,
    DnsPrimary primary,
    [Embed("zones")] IKeyValueReader zones,
    [Argument("Zone to serve: the name of one compiled into it, or a zone file or a directory of them; all compiled into it if none is named")] string[]? zone = null,
    [Argument("How often files and directories are looked at for changes, such as 5s; they are read once if not at all")] TimeSpan? reload = null,
    [Argument("UDP and TCP port to serve on")] int port = 5300,
    [Argument("Like responses a second that go to one network; 0 for no limit")] int rateLimit = 0,
    [Argument("Key that is shared with others, NAME:ALGORITHM:BASE64")] TsigKey? key = null,
    [Argument("Clients that may have whole zones, such as 192.0.2.0/24 or key:NAME; nobody if none is named")] ClientRule? transfer = null,
    [Argument("Secondary that is told when it starts, ADDRESS:PORT")] IpEndpoint? notify = null,
    IHostFiles? files = null)
{
    public async Task RunAsync(CancellationToken stop)
    {
        if (reload < DnsPrimary.LeastPause || reload > DnsPrimary.LongestPause)
        {
            throw new BootArgumentException($"--reload {reload}: a pause is between 100ms and 24h");
        }

        await primary.LoadAsync(await FindAsync(stop), stop: stop);
        var options = new DnsServerOptions
        {
            ResponsesPerSecond = rateLimit,
            Keys = key is null ? [] : [key],
            Transfers = transfer is null ? [] : [transfer],
            NotifyTargets = notify is { } secondary ? [new(secondary, key)] : [],
        };
        await using var following = reload is { } pause ? primary.Follow(pause) : null;
        await dns.RunAsync(IpEndpoint.OnEveryAddress(port), options, stop);
    }

    private async Task<IReadOnlyList<ZonePlace>> FindAsync(CancellationToken stop)
    {
        if (zone is null)
        {
            return [new(zones, Key.Root) { Name = "zones" }];
        }

        List<ZonePlace> found = [];
        foreach (var name in zone)
        {
            var isEmbedded = Key.TryParse(name, out var key) && (await zones.FindAsync(key, stop)).Kind == KeyKind.Value;
            found.Add(isEmbedded ? new(zones, key) : OpenOfHost(name));
        }

        return found;
    }

    private ZonePlace OpenOfHost(string path)
    {
        var place = files is null
            ? throw new DeviceException($"there is no zone '{path}' in this image, and no disk of a host that could have a file of it")
            : files.Open(path) ?? throw new DeviceException($"there is no zone '{path}' in this image, and no file or directory of that name");
        return new(place.Store, place.Key) { Name = path };
    }
}
