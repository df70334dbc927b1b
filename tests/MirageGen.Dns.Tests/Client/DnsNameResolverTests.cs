using MirageGen.Dns.Cache;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Client;

/// <summary>Hosts' addresses.</summary>
public sealed class DnsNameResolverTests
{
    private const string Zone = """
        @ SOA ns h 1 1 1 1 30
        @ NS ns
        ns A 192.0.2.1
        both A 192.0.2.2
        both A 192.0.2.3
        both AAAA 2001:db8::2
        both AAAA 2001:db8::3
        www CNAME alias
        alias CNAME both
        loop CNAME pool
        pool CNAME loop
        text TXT hello
        six AAAA 2001:db8::6

        """;

    [Fact]
    public void Addresses_of_both_versions_take_turns_six_first() => Run(async (rig, resolver) =>
    {
        var addresses = await resolver.ResolveAsync("both.example");

        Assert.Equal([true, false, true, false], addresses.Select(static address => address.IsV6));
        Assert.Equal(4, addresses.Distinct().Count());
    });

    [Theory]
    [InlineData("www.example", 4)]
    [InlineData("WWW.Example.", 4)]
    [InlineData("ns.example", 1)]
    [InlineData("six.example", 1)]
    [InlineData("192.0.2.99", 1)]
    [InlineData("2001:db8::99", 1)]
    public void A_host_has_addresses(string host, int count) => Run(async (rig, resolver) =>
        Assert.Equal(count, (await resolver.ResolveAsync(host)).Count));

    [Theory]
    [InlineData("no.example", "there is no such host")]
    [InlineData("text.example", "it has no address")]
    [InlineData("loop.example", "it has no address")]
    [InlineData("a..b", "it is not a host name")]
    [InlineData(".", "it is not a host name")]
    [InlineData("x.invalid", "there is no such host")]
    public void Why_a_host_has_none_is_told(string host, string reason) => Run(async (rig, resolver) =>
    {
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync(host, rig.World.Stop));
        Assert.Equal($"cannot resolve '{host}': {reason}", error.Message);
    });

    [Theory]
    [InlineData("localhost")]
    [InlineData("foo.LocalHost.")]
    public void Localhost_is_never_asked_about(string host) => World.Run(async world =>
    {
        var resolver = new ClientWorld(world).Resolver([]);
        Assert.Equal(["::1", "127.0.0.1"], (await resolver.ResolveAsync(host)).Select(static address => address.ToString()));
    });

    [Fact]
    public void Without_a_server_it_is_said_how_to_name_one() => World.Run(async world =>
    {
        var resolver = new ClientWorld(world).Resolver([]);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("a.example", world.Stop));
        Assert.Equal(
            "cannot resolve 'a.example': no name server is known: the network tells of none, so name one with --nameservers", error.Message);
    });

    [Fact]
    public void The_servers_of_the_network_are_asked_when_none_is_given() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var network = new TestNameServers();
        var resolver = new DnsNameResolver(rig.Client, network, rig.Host.Clock);
        network.NameServers = [rig.Serve(Zone).Address];

        Assert.Single(await resolver.ResolveAsync("ns.example", world.Stop));
    });

    [Fact]
    public void What_was_found_holds_as_long_as_its_records_say() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var server = rig.Script(static request => [ScriptedServer.Respond(request, "192.0.2.1")]);
        var resolver = rig.Resolver([server.Endpoint.Address]);
        await resolver.ResolveAsync("a.example");
        await resolver.ResolveAsync("A.example");
        await world.DelayAsync(TimeSpan.FromSeconds(4));
        await resolver.ResolveAsync("a.example");
        Assert.Equal(2, server.Asked.Count);

        await world.DelayAsync(TimeSpan.FromSeconds(60));
        await resolver.ResolveAsync("a.example");
        Assert.Equal(4, server.Asked.Count);
    });

    [Fact]
    public void A_denial_holds_as_long_as_its_zone_says() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answers = new Server.TestServer(Zone);
        await using var server = rig.Script(request => [answers.Ask(request).ToArray()]);
        var resolver = rig.Resolver([server.Endpoint.Address]);
        foreach (var (wait, asked) in ((int, int)[])[(0, 2), (25, 2), (10, 4)])
        {
            await world.DelayAsync(TimeSpan.FromSeconds(wait));
            await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("no.example", world.Stop));
            Assert.Equal(asked, server.Asked.Count);
        }
    });

    [Fact]
    public void Those_who_ask_the_same_share_an_answer() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answers = new Server.TestServer(Zone);
        await using var server = rig.Script(request => [answers.Ask(request).ToArray()]);
        var resolver = rig.Resolver([server.Endpoint.Address]);
        using var gone = new CancellationTokenSource();
        var first = resolver.ResolveAsync("both.example", gone.Token).AsTask();
        var second = resolver.ResolveAsync("both.example").AsTask();
        gone.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(4, (await second).Count);
        Assert.Equal(2, server.Asked.Count);
    });

    [Fact]
    public void A_version_whose_answer_is_late_is_not_waited_for() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answers = new Server.TestServer(Zone);
        await using var server = rig.Script(request => new ScriptedServer.AskedQuestion(0, request).Type == RecordType.Aaaa ? [] : [answers.Ask(request).ToArray()]);
        var resolver = rig.Resolver([server.Endpoint.Address]);
        var before = world.Now;

        Assert.Equal([false, false], (await resolver.ResolveAsync("both.example", world.Stop)).Select(static address => address.IsV6));
        Assert.InRange((world.Now - before).TotalMilliseconds, 50, 100);
    });

    [Fact]
    public void A_server_that_fails_is_named() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var server = rig.Script(static request => [ScriptedServer.Respond(request, code: ResponseCode.ServerFailure)]);
        var error = await Assert.ThrowsAsync<DeviceException>(
            async () => await rig.Resolver([server.Endpoint.Address]).ResolveAsync("a.example", world.Stop));
        Assert.Equal($"cannot resolve 'a.example': the name server {server.Endpoint} failed (ServerFailure)", error.Message);
    });

    [Fact]
    public void Hosts_that_are_kept_are_bounded_the_least_used_goes_first() => World.Run(world =>
    {
        var cache = new HostCache(world.Clock, 3);
        var names = Enumerable.Range(0, 5).Select(static i => DomainName.Parse($"h{i}.example.")).ToArray();
        foreach (var name in names)
        {
            cache.Keep(name, new([], "none", TimeSpan.FromSeconds(9)));
            cache.Find(names[0]);
        }

        Assert.Equal(3, cache.Count);
        Assert.Equal([true, false, false, true, true], names.Select(name => cache.Find(name) is not null));
        return Task.CompletedTask;
    });

    private static void Run(Func<ClientWorld, DnsNameResolver, Task> test) => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await test(rig, rig.Resolver([rig.Serve(Zone).Address]));
    });
}
