using MirageGen.Dns.Cache;
using MirageGen.Dns.Client;

namespace MirageGen.Dns;

/// <summary>
/// DNS_CLIENT by DNS itself: asks the name servers that are given, or those that the network tells of, for the addresses of
/// both versions at once, and keeps what they say for as long as they say. Names are absolute: there is no list of domains
/// to search.
/// </summary>
[Device(typeof(INameResolver), When = "MirageNet=direct")]
public sealed class DnsNameResolver : INameResolver
{
    /// <summary>How many hosts are kept.</summary>
    internal const int MostHosts = 512;

    private const int MostQuestions = 4;
    private const string NoSuchHost = "there is no such host";
    private const string NoAddress = "it has no address";

    /// <summary>How long the other version's answer is waited for when one has come (RFC 8305 section 3).</summary>
    private static readonly TimeSpan ResolutionDelay = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<DomainName, Task<HostEntry>> _underWay = [];
    private readonly DnsClient _client;
    private readonly INameServers _network;
    private readonly TimeProvider _clock;
    private readonly IpEndpoint[] _given;
    private readonly HostCache _cache;

    /// <summary>Makes it.</summary>
    /// <param name="client">Asks the servers.</param>
    /// <param name="network">Tells of servers when none is given.</param>
    /// <param name="clock">Ends what is kept.</param>
    /// <param name="nameServers">Servers to ask, in this order.</param>
    public DnsNameResolver(
        DnsClient client,
        INameServers network,
        TimeProvider clock,
        [Argument("Name server to ask, in place of the network's; may be repeated", Name = "nameservers")] IpAddress[]? nameServers = null)
    {
        _client = client;
        _network = network;
        _clock = clock;
        _given = ToEndpoints(nameServers ?? []);
        _cache = new(clock, MostHosts);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IpAddress>> ResolveAsync(string host, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (IpAddress.TryParse(host, out var address))
        {
            return [address];
        }

        if (!DomainName.TryParse(host, null, out var name) || name.IsRoot)
        {
            throw Fail(host, "it is not a host name");
        }

        if (SpecialHosts.Find(name) is { } special)
        {
            return special.Count > 0 ? special : throw Fail(host, NoSuchHost);
        }

        var entry = _cache.Find(name) ?? await LookUpAsync(host, name, cancellation);
        return entry.Failure is null ? entry.Addresses : throw Fail(host, entry.Failure);
    }

    private static IpEndpoint[] ToEndpoints(IReadOnlyList<IpAddress> servers)
    {
        var endpoints = new List<IpEndpoint>();
        foreach (var server in servers)
        {
            endpoints.Add(new(server, DnsServer.DefaultPort));
        }

        return [.. endpoints];
    }

    private static DeviceException Fail(string host, string reason, Exception? cause = null) =>
        new($"cannot resolve '{host}': {reason}", cause);

    /// <summary>Joins a look-up that is under way, or begins one, which goes on for others when this asker gives up.</summary>
    private async ValueTask<HostEntry> LookUpAsync(string host, DomainName name, CancellationToken cancellation)
    {
        if (!_underWay.TryGetValue(name, out var lookUp))
        {
            lookUp = LookUpAsync(name);
            if (!lookUp.IsCompleted)
            {
                _underWay.Add(name, lookUp);
            }
        }

        try
        {
            return await lookUp.WaitAsync(cancellation);
        }
        catch (DeviceException error)
        {
            throw Fail(host, error.Message, error);
        }
    }

    private async Task<HostEntry> LookUpAsync(DomainName name)
    {
        var servers = _given.Length > 0 ? _given : ToEndpoints(_network.NameServers);
        if (servers.Length == 0)
        {
            throw new DeviceException("no name server is known: the network tells of none, so name one with --nameservers");
        }

        var v6 = AskAsync(name, RecordType.Aaaa, servers);
        var v4 = AskAsync(name, RecordType.A, servers);
        var all = FinishAsync(name, v6, v4);
        var first = await Task.WhenAny(v6, v4);
        if (first.IsCompletedSuccessfully && (await first).Addresses.Count > 0)
        {
            // Whoever connects need not wait for the slower answer; those who ask later get both.
            await Task.WhenAny(all, Task.Delay(ResolutionDelay, _clock, CancellationToken.None));
            if (!all.IsCompleted)
            {
                var answer = await first;
                return new(answer.Addresses, null, answer.TimeToLive);
            }
        }

        return await all;
    }

    private async Task<HostEntry> FinishAsync(DomainName name, Task<AddressAnswer> v6, Task<AddressAnswer> v4)
    {
        try
        {
            var entry = Join(await AnswerOfAsync(v6), await AnswerOfAsync(v4), v4.Exception?.InnerException);
            _cache.Keep(name, entry);
            return entry;
        }
        finally
        {
            _underWay.Remove(name);
        }
    }

    /// <summary>An answer; null when there is none.</summary>
    private static async ValueTask<AddressAnswer?> AnswerOfAsync(Task<AddressAnswer> question)
    {
        try
        {
            return await question;
        }
        catch (DeviceException)
        {
            return null;
        }
    }

    private static HostEntry Join(AddressAnswer? v6, AddressAnswer? v4, Exception? cause)
    {
        var addresses = AddressOrder.Interleave(v6?.Addresses ?? [], v4?.Addresses ?? []);
        if (addresses.Count == 0 && (v6 is null || v4 is null))
        {
            throw new DeviceException(cause?.Message ?? "no name server answered for both versions of IP", cause);
        }

        var time = v6 is null ? v4!.TimeToLive
            : v4 is null || v6.TimeToLive < v4.TimeToLive ? v6.TimeToLive
            : v4.TimeToLive;
        var failure = addresses.Count > 0 ? null : v4!.Code == ResponseCode.NameError ? NoSuchHost : NoAddress;

        // With one version's answer only, the next asker shall ask again soon.
        return new(addresses, failure, v6 is null || v4 is null ? TimeSpan.Zero : time);
    }

    private async Task<AddressAnswer> AskAsync(DomainName name, RecordType type, IpEndpoint[] servers)
    {
        var asked = name;
        var time = TimeSpan.MaxValue;
        for (var i = 0; i < MostQuestions; i++)
        {
            var response = await _client.AskAsync(asked, type, servers, CancellationToken.None);
            if (response.Code is not ResponseCode.NoError and not ResponseCode.NameError)
            {
                throw new DeviceException($"the name server {response.Server} failed ({response.Code})");
            }

            var answer = AddressAnswer.Read(response, asked, type);
            answer.Shorten(time);
            time = answer.TimeToLive;
            if (answer.Addresses.Count > 0 || answer.End == asked || answer.Code == ResponseCode.NameError)
            {
                return answer;
            }

            // A server that does not follow aliases to their end.
            asked = answer.End;
        }

        throw new DeviceException($"its aliases have no end: more than {MostQuestions} questions were asked");
    }
}
