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
    [Argument("How often files are looked at for changes, such as 5s; they are read once if not at all")] TimeSpan? reload = null,
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

        await primary.LoadAsync(await FindAsync(stop), stop);
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

    private async Task<IReadOnlyList<ZoneFile>> FindAsync(CancellationToken stop)
    {
        var embedded = await ZoneFile.FindAsync(zones, Key.Root, stop);
        if (zone is null)
        {
            return embedded;
        }

        List<ZoneFile> found = [];
        foreach (var name in zone)
        {
            // Not by LINQ, which a domain's image has no room for.
            var before = found.Count;
            foreach (var file in embedded)
            {
                if (file.Key.Path == name)
                {
                    found.Add(file);
                }
            }

            if (found.Count == before)
            {
                await AddOfHostAsync(name, found, stop);
            }
        }

        return found;
    }

    private async Task AddOfHostAsync(string path, List<ZoneFile> found, CancellationToken stop)
    {
        var place = files is null
            ? throw new DeviceException($"there is no zone '{path}' in this image, and no disk of a host that could have a file of it")
            : files.Open(path) ?? throw new DeviceException($"there is no zone '{path}' in this image, and no file or directory of that name");
        var here = await ZoneFile.FindAsync(place.Store, place.Key, stop);
        if (here.Count == 0)
        {
            throw new DeviceException($"there is no zone file in the directory '{path}'");
        }

        foreach (var file in here)
        {
            found.Add(file with { Name = place.Key.IsRoot ? $"{path}/{file.Key}" : path });
        }
    }
}
