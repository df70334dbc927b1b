using MirageGen.Dns;

/// <summary>Ours: the name server over a zone of a file, however large, as the DnsServer example is over those embedded in it.</summary>
[Unikernel]
public sealed class PeerZones(
    DnsServer dns,
    IKeyValueReader zones,
    [Argument("Zone to serve, which is its file's name")] string zone = "example",
    [Argument("UDP and TCP port to serve on")] int port = 53)
{
    public async Task RunAsync(CancellationToken stop)
    {
        dns.Zones = new(await ReadAsync(stop));
        await dns.RunAsync(port, stop);
    }

    private async Task<Zone> ReadAsync(CancellationToken stop)
    {
        var options = new ZoneFileOptions { Origin = DomainName.Parse(zone), FileName = zone };
        return await zones.GetAsync(Key.Parse(zone), stop) is { } text && Zone.TryRead(text, options, out var read, out _)
            ? read
            : throw new DeviceException($"there is no sound zone '{zone}'");
    }
}
