using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Update;
using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>What comes behind a long answer on a connection does not wait for it (RFC 7766 section 6.2.1.1).</summary>
public sealed class PipelinedRequestTests
{
    private const int Many = 50_000;

    private static readonly Zone Large = ZoneLines.Make(1, Enumerable.Range(0, Many).Select(i => $"host{i} 60 A 192.0.2.{i % 256}"));

    [Fact]
    public void Answers_go_out_between_the_messages_of_a_transfer() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world);
        client.Send(Query(1, RecordType.Axfr));
        for (ushort id = 2; id < 12; id++)
        {
            client.Send(Query(id, RecordType.Soa));
        }

        var ids = await ReceiveTransferAsync(client, 1);

        // The transfer has some twenty messages, of which one or two were under way.
        Assert.InRange(ids.IndexOf(2), 0, 2);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], ids.Where(id => id != 1));
        Assert.True(ids.LastIndexOf(11) + 10 < ids.Count, string.Join(' ', ids));
    });

    [Fact]
    public void A_client_that_reads_slowly_has_answers_between_messages_too() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world);
        client.Send(Query(1, RecordType.Axfr));
        ushort asked = 2;
        var ids = await ReceiveTransferAsync(client, 1, async () =>
        {
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            client.Send(Query(asked++, RecordType.Soa));
        });

        Assert.True(world.Now > TimeSpan.FromSeconds(15), $"{world.Now}");
        Assert.InRange(ids.IndexOf(2), 0, 6);
        Assert.Contains((ushort)5, ids);
    });

    [Fact]
    public void A_client_that_reads_nothing_is_reset_whatever_it_has_asked() => World.Run(async world =>
    {
        var (host, _) = Start(world, Large, Options with { MaxTransfers = 1 });
        await using var client = await ConnectAsync(world, host);
        client.Send(Query(1, RecordType.Axfr));
        var first = await client.ReceiveAsync();
        for (var i = 0; i < 6; i++)
        {
            await world.DelayAsync(TimeSpan.FromSeconds(3));
            client.Send(Query(2, RecordType.Soa));
        }

        await Assert.ThrowsAsync<FlowResetException>(() => client.ReceiveAllAsync(first));

        // Its transfer is over for the server too.
        await using var next = await ConnectAsync(world, host);
        next.Send(Query(1, RecordType.Axfr));
        Assert.Equal(ResponseCode.NoError, TestResponse.Read(await next.ReceiveAsync()).Code);
    });

    [Fact]
    public void So_many_transfers_go_on_at_once_and_the_others_wait() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world);
        for (ushort id = 1; id <= 9; id++)
        {
            client.Send(Query(id, RecordType.Axfr));
        }

        client.Send(Query(10, RecordType.Soa));
        List<ushort> ids = [];
        var open = new Dictionary<ushort, int>();
        var most = 0;
        while (!ids.Contains(10) || open.Count > 0)
        {
            var message = await client.ReceiveAsync();
            var id = IdOf(message);
            ids.Add(id);
            if (id < 10)
            {
                open[id] = open.GetValueOrDefault(id) + TestResponse.Read(message).Answers.Length;
                most = Math.Max(most, open.Count);
                if (open[id] == Many + 4)
                {
                    open.Remove(id);
                }
            }
        }

        Assert.Equal(4, most);
        Assert.Equal(9, ids.Where(id => id < 10).Distinct().Count());
    });

    [Fact]
    public void What_was_asked_is_answered_to_one_who_asks_no_more() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world);
        client.Send(Query(1, RecordType.Axfr));
        client.Send(Query(2, RecordType.Soa));
        await client.EndAsync();

        Assert.Contains((ushort)2, await ReceiveTransferAsync(client, 1));
        await Assert.ThrowsAsync<EndOfStreamException>(client.ReceiveAsync);
    });

    [Fact]
    public void An_update_that_waits_for_its_journal_holds_nothing_back_but_too_many_of_them() => World.Run(async world =>
    {
        var (host, server) = Start(world, ZoneLines.Make(1), Options);
        host.Store().Latency = TimeSpan.FromSeconds(1);
        await using var client = await ConnectAsync(world, host);
        for (var i = 0; i < 3; i++)
        {
            client.Send(Update(world, i));
        }

        client.Send(Query(2, RecordType.Soa));
        Assert.Equal(2, IdOf(await client.ReceiveAsync()));
        Assert.True(world.Now < TimeSpan.FromSeconds(1), $"{world.Now}");
        await ReceiveUpdatesAsync(client, 3);
        Assert.Equal(4u, server.Zones.Zones[0].Serial);

        for (var i = 3; i < 13; i++)
        {
            client.Send(Update(world, i));
        }

        // Two of ten have been answered when what is behind them is looked at.
        client.Send(Query(2, RecordType.Soa));
        await ReceiveUpdatesAsync(client, 2);
        Assert.Equal(2, IdOf(await client.ReceiveAsync()));
        await ReceiveUpdatesAsync(client, 8);
        Assert.Equal(14u, server.Zones.Zones[0].Serial);
    });

    private static DnsServerOptions Options { get; } = new() { Keys = [TsigMessages.Key()], Transfers = [ClientRule.Parse("0.0.0.0/0")] };

    private static byte[] Query(ushort id, RecordType type)
    {
        var query = TestServer.Query("example.", type);
        BinaryPrimitives.WriteUInt16BigEndian(query, id);
        return query;
    }

    private static byte[] Update(World world, int number) => UpdateMessage.Of(
        new TsigTransaction(TsigMessages.Key()), (ulong)world.Clock.GetUtcNow().ToUnixTimeSeconds(), $"add new{number} A 192.0.2.9");

    private static ushort IdOf(byte[] message) => BinaryPrimitives.ReadUInt16BigEndian(message);

    /// <summary>Receives until a transfer of the large zone has ended; the ids of all messages that came.</summary>
    private static async Task<List<ushort>> ReceiveTransferAsync(StreamClient client, ushort id, Func<Task>? between = null)
    {
        List<ushort> ids = [];
        var records = 0;
        while (records < Many + 4)
        {
            await (between?.Invoke() ?? Task.CompletedTask);
            var message = await client.ReceiveAsync();
            ids.Add(IdOf(message));
            records += ids[^1] == id ? TestResponse.Read(message).Answers.Length : 0;
        }

        Assert.Equal(Many + 4, records);
        return ids;
    }

    private static async Task ReceiveUpdatesAsync(StreamClient client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var response = TestResponse.Read(await client.ReceiveAsync());
            Assert.Equal(ResponseCode.NoError, response.Code);
        }
    }

    private static (SimulatedHost Host, DnsServer Server) Start(World world, Zone zone, DnsServerOptions options)
    {
        var host = world.AddHost("server");
        var server = new DnsServer(host.Stack, host.Clock, SimulatedRandom.FromSeed(1), host.Logs.CreateLogger<DnsServer>());
        var journal = new ZoneJournal(host.Store(), host.Logs.CreateLogger<ZoneJournal>());
        host.Start(
            async stop =>
            {
                server.Zones = new(await journal.ReplayAsync(zone, stop));
                await server.RunAsync(IpEndpoint.OnEveryAddress(53), options with { Updates = [ClientRule.Of(TsigMessages.Key())], Journal = journal }, stop);
            },
            "server");
        return (host, server);
    }

    private static async Task<StreamClient> ConnectAsync(World world) => await ConnectAsync(world, Start(world, Large, Options).Host);

    private static async Task<StreamClient> ConnectAsync(World world, SimulatedHost server) =>
        new(await world.AddHost("client" + world.Hosts.Count).Tcp.ConnectAsync(new(server.Address, 53)));
}
