using MirageGen.Composition;
using MirageGen.Dns;

/// <summary>
/// Signs a zone of the host by keys that <c>dnssec-keygen -a ED25519 example.org</c> has written, serves it, and keeps it signed. Ask it
/// by <c>dig @127.0.0.1 -p 5302 +dnssec example.org</c>; secondaries may have it from here, so that the keys are nowhere else.
/// </summary>
[Unikernel(Summary = "A name server that signs a zone and keeps it signed")]
public sealed class SigningServer(
    DnsServer dns,
    DnsPrimary primary,
    [Argument("Zone file to sign and to serve")] string zone,
    [Argument("Key that it is signed with: the path of dnssec-keygen's files K*.key and K*.private, without their ending")] string[] sign,
    [Argument("How often the zone file is looked at for changes")] TimeSpan? reload = null,
    [Argument("Clients that may have the zone, such as 192.0.2.0/24 or key:NAME; nobody if none is named")] ClientRule? transfer = null,
    [Argument("Key that is shared with others, NAME:ALGORITHM:BASE64")] TsigKey? key = null,
    [Argument("Secondary that is told of changes, ADDRESS:PORT")] IpEndpoint? notify = null,
    [Argument("UDP and TCP port to serve on")] int port = 5302,
    IHostFiles? files = null)
{
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = reload ?? TimeSpan.FromSeconds(5);
        if (pause < DnsPrimary.LeastPause || pause > DnsPrimary.LongestPause)
        {
            throw new BootArgumentException($"--reload {pause}: a pause is between 100ms and 24h");
        }

        var file = Open(zone);
        List<SigningKey> keys = [];
        foreach (var name in sign)
        {
            keys.Add(await ReadKeyAsync(name, stop));
        }

        await primary.LoadAsync([new(file.Store, file.Key) { Name = zone }], new(keys), stop);
        foreach (var its in keys)
        {
            if (dns.Zones.Zones[0].Origin != its.Zone)
            {
                throw new DeviceException($"--sign: key {its.Tag} is of {its.Zone}, and the zone is {dns.Zones.Zones[0].Origin}");
            }
        }

        var options = new DnsServerOptions
        {
            Keys = key is null ? [] : [key],
            Transfers = transfer is null ? [] : [transfer],
            NotifyTargets = notify is { } secondary ? [new(secondary, key)] : [],
        };
        await using var following = primary.Follow(pause);
        await dns.RunAsync(IpEndpoint.OnEveryAddress(port), options, stop);
    }

    private async Task<SigningKey> ReadKeyAsync(string name, CancellationToken stop)
    {
        var record = await ReadAsync($"{name}.key", stop);
        var secret = await ReadAsync($"{name}.private", stop);
        return SigningKey.TryRead(record, secret.Span, out var read, out var problem) ? read : throw new DeviceException($"--sign {name}: {problem}");
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken stop)
    {
        var place = Open(path);
        return await place.Store.GetAsync(place.Key, stop) ?? throw new DeviceException($"'{path}' is no file");
    }

    private HostPlace Open(string path) => files is null
        ? throw new DeviceException($"there is no disk of a host that could have '{path}'")
        : files.Open(path) ?? throw new DeviceException($"there is no file '{path}'");
}
