using MirageGen.Dns;

/// <summary>
/// Keeps a zone as its primary has it, and answers for it: where there is a store it serves at once after a restart. Ask it by
/// <c>dig @127.0.0.1 -p 5301 example.org</c>.
/// </summary>
[Unikernel(Summary = "A name server that keeps a zone as its primary has it")]
public sealed class SecondaryServer(
    DnsServer dns,
    DnsSecondary secondary,
    [Argument("Zone to keep")] DomainName zone,
    [Argument("Its primary, ADDRESS or ADDRESS:PORT")] string primary,
    [Argument("Key that is shared with the primary, NAME:ALGORITHM:BASE64")] TsigKey? key = null,
    [Argument("Clients that may have the zone in turn, such as 192.0.2.0/24 or key:NAME")] ClientRule? transfer = null,
    [Argument("Takes the zone for a catalog (RFC 9432): the zones that it lists are kept too")] bool catalog = false,
    [Argument("UDP and TCP port to serve on")] int port = 5301,
    IKeyValueStore? store = null)
{
    public async Task RunAsync(CancellationToken stop)
    {
        var options = new DnsServerOptions
        {
            Keys = key is null ? [] : [key],
            Transfers = transfer is null ? [] : [transfer],
        };
        SecondaryZone kept = new(zone, [Read(primary)], key, catalog);

        // Neither is of use without the other: where one ends, as the server does when its port is taken, both do.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var keeping = secondary.RunAsync([kept], store, stop: ending.Token);
        var serving = dns.RunAsync(IpEndpoint.OnEveryAddress(port), options, ending.Token);
        await Task.WhenAny(keeping, serving);
        ending.Cancel();
        await Task.WhenAll(keeping, serving);
    }

    private static IpEndpoint Read(string primary) =>
        IpEndpoint.TryParse(primary, out var endpoint) ? endpoint
        : IpAddress.TryParse(primary, out var address) ? new(address, DnsServer.DefaultPort)
        : throw new DeviceException($"--primary '{primary}' is no address; write 192.0.2.1 or 192.0.2.1:53");
}
