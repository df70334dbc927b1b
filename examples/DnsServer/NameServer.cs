using MirageGen.Dns;

/// <summary>
/// Answers for the zones compiled into it: each file in <c>zones</c> is one and has the zone's name. Ask it by
/// <c>dig @127.0.0.1 -p 5300 www.example.org</c>.
/// </summary>
[Unikernel(Summary = "An authoritative name server for the zones compiled into it")]
public sealed class NameServer(
    DnsServer dns,
    IConsole console,
    [Embed("zones")] IKeyValueReader zones,
    [Argument("Zone to serve; all of them if none is named")] string? zone = null,
    [Argument("UDP and TCP port to serve on")] int port = 5300,
    [Argument("Like responses a second that go to one network; 0 for no limit")] int rateLimit = 0,
    [Argument("Key that is shared with others, NAME:ALGORITHM:BASE64")] TsigKey? key = null,
    [Argument("Clients that may have whole zones, such as 192.0.2.0/24 or key:NAME; nobody if none is named")] ClientRule? transfer = null,
    [Argument("Secondary that is told when it starts, ADDRESS:PORT")] IpEndpoint? notify = null)
{
    public async Task RunAsync(CancellationToken stop)
    {
        List<Zone> served = [];
        foreach (var entry in await zones.ListAsync(Key.Root, stop))
        {
            if (zone is null || zone == entry.Key.Path)
            {
                served.Add(await ReadAsync(entry.Key, stop));
            }
        }

        if (served.Count == 0)
        {
            throw new DeviceException($"there is no zone '{zone}' in this image");
        }

        dns.Zones = new(served);
        var options = new DnsServerOptions
        {
            ResponsesPerSecond = rateLimit,
            Keys = key is null ? [] : [key],
            Transfers = transfer is null ? [] : [transfer],
            NotifyTargets = notify is { } secondary ? [new(secondary, key)] : [],
        };
        await dns.RunAsync(IpEndpoint.OnEveryAddress(port), options, stop);
    }

    private async Task<Zone> ReadAsync(Key key, CancellationToken stop)
    {
        var text = await zones.GetAsync(key, stop) ?? throw new DeviceException($"there is no zone file {key}");
        var options = new ZoneFileOptions { Origin = DomainName.Parse(key.Path), FileName = key.Path };
        var isSound = Zone.TryRead(text, options, out var read, out var findings);
        foreach (var finding in findings)
        {
            console.WriteLine(finding.ToString());
        }

        return isSound ? read! : throw new DeviceException($"the zone {key} has errors and is not served");
    }
}
