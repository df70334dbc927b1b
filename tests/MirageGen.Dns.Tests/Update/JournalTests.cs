using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;
using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Wire;
using MirageGen.Storage;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Update;

/// <summary>Updates of a running server, and what is left of them after it ended in whatever way.</summary>
public sealed class JournalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_acknowledged_is_there_after_a_crash(bool isOnDisk) => World.Run(async world =>
    {
        var host = world.AddHost("server");
        await StartAsync(host, isOnDisk: isOnDisk);
        var client = world.AddHost("client");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(ResponseCode.NoError, await UpdateAsync(world, client, host, $"add new{i} A 192.0.2.{i}", $"delete new{i - 3}"));
        }

        host.Crash(world.Random.Fork("crash"));
        var server = await StartAsync(host, isOnDisk: isOnDisk);

        Assert.Equal(21u, server.Zones.Zones[0].Serial);
        Assert.Equal(["new17", "new18", "new19"], ZoneLines.Of(server.Zones.Zones[0]).Select(line => line.Split('.')[0]).Where(name => name.StartsWith("new", StringComparison.Ordinal)));
        Assert.True(server.Zones.Zones[0].History.TryFind(1, out _));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_crash_at_any_write_loses_nothing_that_was_acknowledged(bool isOnDisk) => World.RunMany(20, async world =>
    {
        var host = world.AddHost("server");
        await StartAsync(host, isOnDisk: isOnDisk);
        var client = world.AddHost("client");
        var acknowledged = 0;
        var faults = isOnDisk ? host.Disk().Faults : host.Store().Faults;
        faults.FailRandomly(0.2, world.Random.Fork("faults"));
        for (var i = 0; i < 15; i++)
        {
            var code = await UpdateAsync(world, client, host, $"delete count TXT", $"add count TXT {i + 1}");
            acknowledged = code == ResponseCode.NoError ? i + 1 : acknowledged;
        }

        faults.Clear();
        host.Crash(world.Random.Fork("crash"));
        var server = await StartAsync(host, isOnDisk: isOnDisk);
        var line = ZoneLines.Of(server.Zones.Zones[0]).SingleOrDefault(text => text.StartsWith("count.", StringComparison.Ordinal));
        var stored = line is null ? 0 : int.Parse(line.Split('"')[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(stored >= acknowledged, $"{acknowledged} was acknowledged, {stored} is there");
    });

    [Fact]
    public void A_store_that_fails_means_that_nothing_is_acknowledged_and_nothing_served() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        var server = await StartAsync(host);
        host.Store().Faults.FailWhen(_ => true);

        Assert.Equal(ResponseCode.ServerFailure, await UpdateAsync(world, world.AddHost("client"), host, "add new A 192.0.2.9"));
        Assert.Equal(1u, server.Zones.Zones[0].Serial);
    });

    [Fact]
    public void A_damaged_tail_is_cut_off_with_one_line() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        await StartAsync(host);
        var client = world.AddHost("client");
        for (var i = 0; i < 5; i++)
        {
            await UpdateAsync(world, client, host, $"add new{i} A 192.0.2.{i}");
        }

        var key = host.Store().Keys.Where(key => key.Path.Contains("changes", StringComparison.Ordinal)).Order().ElementAt(2);
        var octets = host.Store().Peek(key)!;
        octets[world.Random.NextInt32(octets.Length)] ^= 4;
        host.Store().With(key, octets);
        host.Crash();
        host.Logs.Clear();
        var server = await StartAsync(host);

        Assert.Equal(3u, server.Zones.Zones[0].Serial);
        Assert.Single(host.Logs.AtLeast(LogLevel.Warning));
        Assert.True(host.Logs.Contains("is damaged from change"));
        Assert.Equal(ResponseCode.NoError, await UpdateAsync(world, client, host, "add again A 192.0.2.9"));
        host.Crash();
        Assert.Equal(4u, (await StartAsync(host)).Zones.Zones[0].Serial);
    });

    [Fact]
    public void A_file_with_another_serial_number_begins_anew() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        await StartAsync(host);
        await UpdateAsync(world, world.AddHost("client"), host, "add new A 192.0.2.9");
        host.Crash();
        var server = await StartAsync(host, fileSerial: 50);

        Assert.Equal(50u, server.Zones.Zones[0].Serial);
        Assert.True(host.Logs.Contains("begins anew"));
    });

    [Fact]
    public void Many_changes_are_replaced_by_the_whole_zone() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        await StartAsync(host);
        var client = world.AddHost("client");
        for (var i = 0; i < ZoneJournal.MostChanges + 10; i++)
        {
            Assert.Equal(ResponseCode.NoError, await UpdateAsync(world, client, host, $"delete new A", $"add new A 192.0.2.{i % 256}"));
        }

        Assert.InRange(host.Store().Keys.Count(), 2, 20);
        host.Crash();
        Assert.Equal((uint)ZoneJournal.MostChanges + 11, (await StartAsync(host)).Zones.Zones[0].Serial);
    });

    [Fact]
    public void Without_the_key_nothing_is_changed() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        var server = await StartAsync(host);
        var client = world.AddHost("client");

        Assert.Equal(ResponseCode.Refused, await ExchangeAsync(world, client, host, UpdateMessage.Of("add new A 192.0.2.9")));
        Assert.Equal(1u, server.Zones.Zones[0].Serial);
    });

    private static async Task<ResponseCode> UpdateAsync(World world, SimulatedHost client, SimulatedHost host, params string[] lines) =>
        await ExchangeAsync(
            world, client, host, UpdateMessage.Of(new TsigTransaction(TsigMessages.Key()), (ulong)world.Clock.GetUtcNow().ToUnixTimeSeconds(), lines));

    private static async Task<ResponseCode> ExchangeAsync(World world, SimulatedHost client, SimulatedHost host, byte[] request)
    {
        var answers = new DatagramQueue();
        await using var socket = client.Udp.Bind(0, answers.Handler);
        socket.TrySend(new(new(host.Address, 53)), request);
        await foreach (var answer in answers.ReadAllAsync(world.Stop))
        {
            return TestResponse.Read(answer.Payload.Span).Code;
        }

        throw new InvalidOperationException("There is no answer.");
    }

    private static async Task<DnsServer> StartAsync(SimulatedHost host, uint fileSerial = 1, bool isOnDisk = false)
    {
        IKeyValueStore store = isOnDisk
            ? await BlockStore.ConnectAsync(host.Disk(), host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<BlockStore>())
            : host.Store();
        var server = new DnsServer(host.Stack, host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<DnsServer>());
        var journal = new ZoneJournal(store, host.Logs.CreateLogger<ZoneJournal>());
        server.Zones = new(await journal.ReplayAsync(ZoneLines.Make(fileSerial)));
        var options = new DnsServerOptions { Keys = [TsigMessages.Key()], Updates = [ClientRule.Of(TsigMessages.Key())], Journal = journal };
        host.Start(stop => server.RunAsync(IpEndpoint.OnEveryAddress(53), options, stop), "server");
        return server;
    }
}
