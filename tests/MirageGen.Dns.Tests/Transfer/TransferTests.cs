using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Wire;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>Zones that are sent to others (RFC 5936, RFC 1995).</summary>
public sealed class TransferTests
{
    private const int Many = 20_000;

    private static readonly DnsServerOptions Open = new() { Keys = [TsigMessages.Key()], Transfers = [ClientRule.Parse("0.0.0.0/0")] };

    [Fact]
    public void A_whole_zone_is_sent_in_a_few_messages() => World.Run(async world =>
    {
        var zone = ZoneLines.Make(1, Enumerable.Range(0, Many).Select(i => $"host{i} 60 A 192.0.2.{i % 256}"));
        await using var client = await ConnectAsync(world, Start(world, zone, Open));
        client.Send(TestServer.Query("example.", RecordType.Axfr, size: 1232));
        var (records, messages) = await client.ReceiveAllAsync();

        Assert.Equal(ZoneLines.Of(zone).Order(StringComparer.Ordinal), records[..^1].Order(StringComparer.Ordinal));
        Assert.Equal(records[0], records[^1]);
        Assert.InRange(messages, 8, 20);
    });

    [Fact]
    public void A_client_that_does_not_take_its_transfer_holds_no_more_than_a_message_and_is_reset() => World.Run(async world =>
    {
        var zone = ZoneLines.Make(1, Enumerable.Range(0, Many).Select(i => $"host{i} 60 A 192.0.2.{i % 256}"));
        await using var client = await ConnectAsync(world, Start(world, zone, Open with { MaxTransfers = 1 }));
        client.Send(TestServer.Query("example.", RecordType.Axfr));
        var first = await client.ReceiveAsync();
        await using var other = new StreamClient(await world.Hosts[1].Tcp.ConnectAsync(new(world.Hosts[0].Address, 53)));
        other.Send(TestServer.Query("example.", RecordType.Axfr));
        Assert.Equal(ResponseCode.ServerFailure, TestResponse.Read(await other.ReceiveAsync()).Code);
        await world.DelayAsync(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<FlowResetException>(() => client.ReceiveAllAsync(first));
        await using var next = new StreamClient(await world.Hosts[1].Tcp.ConnectAsync(new(world.Hosts[0].Address, 53)));
        next.Send(TestServer.Query("example.", RecordType.Axfr));
        Assert.Equal(ResponseCode.NoError, TestResponse.Read(await next.ReceiveAsync()).Code);
    });

    [Fact]
    public void A_transfer_is_of_the_zone_as_it_was_when_it_began() => World.Run(async world =>
    {
        var zone = ZoneLines.Make(1, Enumerable.Range(0, Many).Select(i => $"host{i} 60 A 192.0.2.{i % 256}"));
        var (host, server) = Start(world, zone, Open);
        await using var client = await ConnectAsync(world, (host, server));
        client.Send(TestServer.Query("example.", RecordType.Axfr));
        var first = await client.ReceiveAsync();
        server.Zones = new(ZoneLines.Make(2));
        var (records, _) = await client.ReceiveAllAsync(first);

        Assert.Equal(ZoneLines.Of(zone).Length + 1, records.Length);
    });

    [Fact]
    public void Each_message_to_one_who_signs_is_signed() => World.Run(async world =>
    {
        var zone = ZoneLines.Make(1, Enumerable.Range(0, Many).Select(i => $"host{i} 60 A 192.0.2.{i % 256}"));
        var options = Open with { Transfers = [ClientRule.Of(TsigMessages.Key())] };
        await using var client = await ConnectAsync(world, Start(world, zone, options));
        var transaction = new TsigTransaction(TsigMessages.Key());
        var now = (ulong)world.Clock.GetUtcNow().ToUnixTimeSeconds();
        client.Send(Sign(transaction, RecordType.Axfr, now));
        var (records, messages) = await client.ReceiveAllAsync(null, message =>
            Assert.Equal(TsigError.None, TsigMessages.Verify(transaction, message, now)));

        Assert.Equal(ZoneLines.Of(zone).Length + 1, records.Length);
        Assert.InRange(messages, 8, 20);
        Assert.True(transaction.IsComplete);
    });

    [Theory]
    [InlineData("", ResponseCode.Refused)]
    [InlineData("203.0.113.0/24", ResponseCode.Refused)]
    [InlineData("key:key.example", ResponseCode.Refused)]
    [InlineData("0.0.0.0/0+key:key.example", ResponseCode.Refused)]
    [InlineData("0.0.0.0/0", ResponseCode.NoError)]
    internal void Only_whom_a_rule_allows_has_the_zone(string rule, ResponseCode code) => World.Run(async world =>
    {
        var options = Open with { Transfers = rule.Length == 0 ? [] : [ClientRule.Parse(rule)] };
        await using var client = await ConnectAsync(world, Start(world, ZoneLines.Make(1), options));
        client.Send(TestServer.Query("example.", RecordType.Axfr));

        Assert.Equal(code, TestResponse.Read(await client.ReceiveAsync()).Code);
    });

    [Fact]
    public void A_name_that_is_no_zone_is_not_transferred() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world, Start(world, ZoneLines.Make(1), Open));
        client.Send(TestServer.Query("ns.example.", RecordType.Axfr));

        Assert.Equal(ResponseCode.NotAuthoritative, TestResponse.Read(await client.ReceiveAsync()).Code);
    });

    [Fact]
    public void More_transfers_than_there_may_be_come_again_later() => World.Run(async world =>
    {
        await using var client = await ConnectAsync(world, Start(world, ZoneLines.Make(1), Open with { MaxTransfers = 0 }));
        client.Send(TestServer.Query("example.", RecordType.Axfr));

        Assert.Equal(ResponseCode.ServerFailure, TestResponse.Read(await client.ReceiveAsync()).Code);
    });

    [Theory]
    [InlineData(3u, new[] { "3" })]
    [InlineData(4u, new[] { "3" })]
    [InlineData(2u, new[] { "3", "2", "b", "3", "c", "3" })]
    [InlineData(1u, new[] { "3", "1", "a", "2", "b", "2", "b", "3", "c", "3" })]
    [InlineData(0u, new[] { "3", "ns", "c", "n", "3" })]
    public void Changes_since_a_serial_number_are_sent(uint serial, string[] expected)
    {
        var first = ZoneLines.Make(1, "a A 192.0.2.9");
        var second = ZoneLines.Make(2, "b A 192.0.2.9").After(first);
        var server = new TestServer([ZoneLines.Make(3, "c A 192.0.2.9").After(second)], Open);
        var response = TestResponse.Read(server.Ask(IncrementalQuery(serial, size: 1232)));

        Assert.True(response.IsAuthoritative);
        Assert.Equal(expected.Order(), response.Answers.Select(Short).Order());
        Assert.Equal(expected[0], Short(response.Answers[0]));
        Assert.Equal(expected[^1], Short(response.Answers[^1]));
    }

    [Fact]
    public void Changes_without_room_in_a_datagram_are_told_by_the_serial_number_alone()
    {
        var first = ZoneLines.Make(1);
        var second = ZoneLines.Make(2, Enumerable.Range(0, 100).Select(i => $"host{i} 60 A 192.0.2.{i}")).After(first);
        var server = new TestServer([second], Open);

        Assert.Equal(["2"], TestResponse.Read(server.Ask(IncrementalQuery(1))).Answers.Select(Short));
        Assert.Equal(["2"], TestResponse.Read(server.Ask(IncrementalQuery(0))).Answers.Select(Short));
    }

    [Fact]
    public void A_request_for_changes_without_a_serial_number_is_malformed() =>
        Assert.Equal(ResponseCode.FormatError, new TestServer([ZoneLines.Make(1)], Open).Ask("example.", RecordType.Ixfr).Code);

    /// <summary>The serial number of a SOA record, the first label of another.</summary>
    private static string Short(string record)
    {
        var words = record.Split(' ');
        return words[3] == "SOA" ? words[6] : words[3] == "NS" ? "n" : words[0].Split('.')[0];
    }

    private static byte[] IncrementalQuery(uint serial, int? size = null)
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 1 });
        writer.TryWriteQuestion(Octets.Name("example"), RecordType.Ixfr, RecordClass.Internet);
        TransferAnswer.TryWrite(ref writer, ZoneLines.Make(serial).Soa, MessageSection.Authority);
        if (size is { } octets)
        {
            OptWriter.Begin(ref writer, (ushort)octets, ResponseCode.NoError, false);
            writer.EndRecord();
        }

        writer.Finish();
        return writer.Written.ToArray();
    }

    private static byte[] Sign(TsigTransaction transaction, RecordType type, ulong time)
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 1 });
        writer.TryWriteQuestion(Octets.Name("example"), type, RecordClass.Internet);
        Assert.True(transaction.TrySign(ref writer, time));
        writer.Finish();
        return writer.Written.ToArray();
    }

    private static (SimulatedHost Host, DnsServer Server) Start(World world, Zone zone, DnsServerOptions options)
    {
        var host = world.AddHost("server");
        var server = new DnsServer(host.Stack, host.Clock, SimulatedRandom.FromSeed(1), host.Logs.CreateLogger<DnsServer>()) { Zones = new(zone) };
        host.Start(stop => server.RunAsync(IpEndpoint.OnEveryAddress(53), options, stop), "server");
        return (host, server);
    }

    private static async Task<StreamClient> ConnectAsync(World world, (SimulatedHost Host, DnsServer Server) server) =>
        new(await world.AddHost("client").Tcp.ConnectAsync(new(server.Host.Address, 53)));
}
