using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Transfer;
using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>A primary and its secondary, two hosts of a world.</summary>
public sealed class DnsSecondaryTests
{
    private static readonly DnsServerOptions Open = new() { Keys = [TsigMessages.Key()], Transfers = [ClientRule.Parse("0.0.0.0/0")] };

    [Fact]
    public void A_secondary_has_the_primarys_zone_and_its_changes_as_soon_as_it_is_told() => World.Run(async world =>
    {
        var pair = new Pair(world, Large(1), Open);
        Assert.Equal(ResponseCode.ServerFailure, (await pair.AskAsync("ns.example.")).Code);
        await pair.UntilSerialAsync(1);
        pair.Primary.Zones = new(ZoneLines.Make(2, Lines().Append("new 60 A 192.0.2.77")).After(pair.Primary.Zones.Zones[0]));
        await pair.UntilSerialAsync(2);

        Assert.InRange(world.Now.TotalSeconds, 0, 60);
        Assert.Equal(ZoneLines.Of(pair.Primary.Zones.Zones[0]), ZoneLines.Of(pair.Secondary.Zones.Zones[0]));
        Assert.True(pair.Logs("changes alone: True"));
        Assert.Single((await pair.AskAsync("new.example.")).Answers);
    });

    [Fact]
    public void Without_a_word_it_looks_when_the_refresh_is_due() => World.Run(async world =>
    {
        var pair = new Pair(world, ZoneLines.Make(1), Open, tells: false);
        await pair.UntilSerialAsync(1);
        pair.Primary.Zones = new(ZoneLines.Make(2));
        await pair.UntilSerialAsync(2);

        Assert.InRange(world.Now.TotalSeconds, 3200, 3700);
    });

    [Fact]
    public void A_zone_that_nobody_confirms_expires_and_comes_back() => World.Run(new WorldOptions { MaxTime = TimeSpan.FromDays(3) }, async world =>
    {
        var pair = new Pair(world, ZoneLines.Make(1), Open);
        await pair.UntilSerialAsync(1);
        await pair.PrimaryTask.StopAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(86300));
        Assert.Equal(ResponseCode.NoError, (await pair.AskAsync("ns.example.")).Code);
        await world.DelayAsync(TimeSpan.FromSeconds(3700));
        Assert.Equal(ResponseCode.ServerFailure, (await pair.AskAsync("ns.example.")).Code);
        pair.StartPrimary();
        await pair.UntilSerialAsync(1);
        Assert.Equal(ResponseCode.NoError, (await pair.AskAsync("ns.example.")).Code);
    });

    [Fact]
    public void A_zone_that_was_kept_is_served_at_once_after_a_restart() => World.Run(async world =>
    {
        var pair = new Pair(world, Large(1), Open, keeps: true);
        await pair.UntilSerialAsync(1);
        await pair.PrimaryTask.StopAsync();
        await pair.RestartSecondaryAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        Assert.Single((await pair.AskAsync("host3.example.")).Answers);
        Assert.Equal(ZoneLines.Of(pair.Primary.Zones.Zones[0]), ZoneLines.Of(pair.Secondary.Zones.Zones[0]));
    });

    [Fact]
    public void A_kept_zone_that_is_damaged_comes_anew() => World.Run(async world =>
    {
        var pair = new Pair(world, Large(1), Open, keeps: true);
        await pair.UntilSerialAsync(1);
        var octets = pair.Store.Peek("example/records")!;
        octets[world.Random.NextInt32(octets.Length)] ^= 1;
        pair.Store.With("example/records", octets);
        await pair.RestartSecondaryAsync();
        await pair.UntilSerialAsync(1);

        Assert.False(pair.Logs("is served as it was kept"));
    });

    [Fact]
    public void With_a_key_everything_is_signed() => World.Run(async world =>
    {
        var options = Open with { Transfers = [ClientRule.Of(TsigMessages.Key())] };
        var pair = new Pair(world, Large(1), options, key: TsigMessages.Key());
        await pair.UntilSerialAsync(1);
        pair.Primary.Zones = new(ZoneLines.Make(2).After(pair.Primary.Zones.Zones[0]));
        await pair.UntilSerialAsync(2);

        Assert.InRange(world.Now.TotalSeconds, 0, 60);
    });

    [Fact]
    public void A_primary_with_another_secret_is_not_believed() => World.Run(async world =>
    {
        var other = new TsigKey(DomainName.Parse("key.example"), TsigAlgorithm.HmacSha256, "another"u8);
        var pair = new Pair(world, ZoneLines.Make(1), Open with { Keys = [other] }, key: TsigMessages.Key());
        await world.DelayAsync(TimeSpan.FromMinutes(10));

        Assert.Empty(pair.Secondary.Zones.Zones);
        Assert.Equal(ResponseCode.ServerFailure, (await pair.AskAsync("ns.example.")).Code);
    });

    [Fact]
    public void Only_a_primary_may_say_that_a_zone_has_changed() => World.Run(async world =>
    {
        var pair = new Pair(world, ZoneLines.Make(1), Open, tells: false);
        await pair.UntilSerialAsync(1);
        var answer = await pair.AskAsync("example.", RecordType.Soa, Opcode.Notify);
        Assert.Equal(ResponseCode.Refused, answer.Code);
        Assert.Equal(ResponseCode.NotAuthoritative, (await pair.AskAsync("other.", RecordType.Soa, Opcode.Notify)).Code);
    });

    [Fact]
    public void Who_does_not_hear_is_told_again_and_not_for_ever() => World.Run(async world =>
    {
        var host = world.AddHost("primary");
        var deaf = world.AddHost("deaf");
        var told = 0;
        await using var socket = deaf.Udp.Bind(53, (_, in datagram) =>
        {
            Assert.True(MessageReader.TryRead(datagram.Payload, out var reader) == MessageError.None && reader.Header.Opcode == Opcode.Notify);
            told++;
        });
        var server = new DnsServer(host.Stack, host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<DnsServer>()) { Zones = new(ZoneLines.Make(1)) };
        host.Start(stop => server.RunAsync(IpEndpoint.OnEveryAddress(53), new() { NotifyTargets = [new(new(deaf.Address, 53))] }, stop));
        await world.DelayAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(5, told);
        Assert.True(host.Logs.Contains("has not said that it heard"));
    });

    [Fact]
    public void A_zones_name_servers_are_told_when_the_options_say_so_but_not_its_primary() => World.Run(async world =>
    {
        var host = world.AddHost("primary");
        var other = world.AddHost("other");
        var ns = world.AddHost("ns", "192.0.2.1");
        var (told, toldPrimary) = (0, 0);
        await using var socket = other.Udp.Bind(53, (_, in _) => told++);
        await using var primary = ns.Udp.Bind(53, (_, in _) => toldPrimary++);
        var zone = ZoneLines.Make(1, "@ 60 NS other", $"other 60 A {other.Address}");
        var server = new DnsServer(host.Stack, host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<DnsServer>()) { Zones = new(zone) };
        host.Start(stop => server.RunAsync(IpEndpoint.OnEveryAddress(53), new() { NotifyNameServers = true }, stop));
        await world.DelayAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(5, told);
        Assert.Equal(0, toldPrimary);
    });

    private static IEnumerable<string> Lines() => Enumerable.Range(0, 5000).Select(i => $"host{i} 60 A 192.0.2.{i % 256}");

    private static Zone Large(uint serial) => ZoneLines.Make(serial, Lines());
}
