using MirageGen.Dns.Secondary;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>Transfers as they are taken in: what is sound makes a zone, what is not is told.</summary>
public sealed class IncomingTransferTests
{
    private const string Soa1 = "@ SOA ns h 1 1 1 1 1";
    private const string Soa2 = "@ SOA ns h 2 1 1 1 1";
    private const string Soa3 = "@ SOA ns h 3 1 1 1 1";
    private const string NS = "@ NS ns";

    private static readonly DomainName Origin = DomainName.Parse("example.");

    [Fact]
    public void A_whole_zone_comes_in_several_messages()
    {
        var transfer = new IncomingTransfer(Origin, null, TransferLimits.Default);

        Assert.Null(transfer.Take(Message(Soa2, NS)));
        Assert.Null(transfer.Take(Message("a A 192.0.2.1")));
        Assert.False(transfer.IsDone);
        Assert.Null(transfer.Take(Message("b A 192.0.2.2", Soa2)));
        Assert.True(transfer.IsDone);
        Assert.Equal(4, ZoneLines.Of(transfer.Build(out _)!).Length);
    }

    [Fact]
    public void Changes_are_applied_to_what_is_known()
    {
        var known = TestServer.ReadZone($"{Soa1}\n{NS}\nns A 192.0.2.1\na A 192.0.2.9\n");
        var transfer = new IncomingTransfer(Origin, known, TransferLimits.Default);

        Assert.Null(transfer.Take(Message(Soa3, Soa1, "a A 192.0.2.9", Soa2, "b A 192.0.2.9", Soa2)));
        Assert.Null(transfer.Take(Message("b A 192.0.2.9", Soa3, "c A 192.0.2.9", Soa3)));
        Assert.True(transfer.IsDone && transfer.IsIncremental);
        var zone = transfer.Build(out _)!;
        Assert.Equal(3u, zone.Serial);
        Assert.Contains(ZoneLines.Of(zone), line => line.StartsWith("c.example.", StringComparison.Ordinal));
        Assert.True(zone.History.TryFind(1, out var changes));
        Assert.Equal(2, changes.Length);
    }

    [Fact]
    public void A_serial_number_that_is_not_newer_ends_it()
    {
        var transfer = new IncomingTransfer(Origin, TestServer.ReadZone($"{Soa2}\n{NS}\nns A 192.0.2.1\n"), TransferLimits.Default);
        Assert.Null(transfer.Take(Message(Soa2)));
        Assert.True(transfer.IsDone && transfer.IsUpToDate);
    }

    [Fact]
    public void A_whole_zone_in_place_of_changes_is_one()
    {
        var transfer = new IncomingTransfer(Origin, TestServer.ReadZone($"{Soa1}\n{NS}\nns A 192.0.2.1\n"), TransferLimits.Default);
        Assert.Null(transfer.Take(Message(Soa2, NS, Soa2)));
        Assert.True(transfer.IsDone && !transfer.IsIncremental);
        Assert.NotNull(transfer.Build(out _));
    }

    [Theory]
    [InlineData("does not begin with a SOA", NS)]
    [InlineData("does not end with the SOA", Soa2, NS, Soa1)]
    [InlineData("behind its end", Soa2, NS, Soa2, NS)]
    [InlineData("is not in the zone", Soa2, NS, "www.elsewhere. A 192.0.2.1")]
    [InlineData("not the zone's own name", Soa2, NS, "sub SOA ns h 2 1 1 1 1")]
    [InlineData("hashed more than", Soa2, NS, "@ NSEC3PARAM 1 0 101 -")]
    [InlineData("do not follow one another", Soa3, Soa1, Soa2, Soa1)]
    [InlineData("do not follow one another", Soa3, Soa1, "a A 192.0.2.9", "a A 192.0.2.9", Soa3, Soa3)]
    public void What_is_unsound_is_told(string problem, params string[] records)
    {
        var known = TestServer.ReadZone($"{Soa1}\n{NS}\nns A 192.0.2.1\na A 192.0.2.9\n");
        Assert.Contains(problem, new IncomingTransfer(Origin, known, TransferLimits.Default).Take(Message(records)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do not fit", Soa2, Soa1, "z A 192.0.2.9", Soa2, Soa2)]
    [InlineData("no NS record", Soa2, "a A 192.0.2.1", Soa2)]
    public void What_makes_no_zone_is_told(string problem, params string[] records)
    {
        var known = TestServer.ReadZone($"{Soa1}\n{NS}\nns A 192.0.2.1\na A 192.0.2.9\n");
        var transfer = new IncomingTransfer(Origin, known, TransferLimits.Default);
        Assert.Null(transfer.Take(Message(records)));
        Assert.Null(transfer.Build(out var told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_limits_is_refused()
    {
        var octets = Message(Soa2, NS, "a A 192.0.2.1", Soa2);
        Assert.Contains("limit", new IncomingTransfer(Origin, null, new() { MaxRecords = 3 }).Take(octets), StringComparison.Ordinal);
        Assert.Contains("limit", new IncomingTransfer(Origin, null, new() { MaxOctets = 100 }).Take(octets), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_without_records_do_not_go_on_for_ever() =>
        Assert.Contains("no records", new IncomingTransfer(Origin, null, TransferLimits.Default).Take(Message()), StringComparison.Ordinal);

    [Fact]
    public void Mutated_transfers_make_a_sound_zone_or_none()
    {
        var known = TestServer.ReadZone($"{Soa1}\n{NS}\nns A 192.0.2.1\na A 192.0.2.9\n");
        byte[][] whole = [Message(Soa2, NS, "ns A 192.0.2.1", "*.w MX 1 ns", "d DNAME w", "s NS ns.s", "ns.s A 192.0.2.3", Soa2)];
        byte[][] changes = [Message(Soa3, Soa1, "a A 192.0.2.9", Soa2, "b A 192.0.2.9", Soa2), Message("b A 192.0.2.9", Soa3, "c CNAME ns", Soa3)];
        byte[][] pieces = [[0xC0, 0x0C], [0], [0, 6, 0, 1], [0, 0], [0, 5, 0, 1], [0xFF, 0xFF], [0, 46]];
        var request = new ZoneRequest(Opcode.Query, Origin, RecordType.Axfr);
        var built = 0;
        foreach (var seed in new FuzzBudget(20_000).Seeds())
        {
            var random = new SeededRandom(seed);
            var messages = random.NextInt32(2) == 0 ? whole : changes;
            var transfer = new IncomingTransfer(Origin, messages == changes ? known : null, TransferLimits.Default);
            string? problem = null;
            foreach (var message in messages)
            {
                var mutated = Fuzz.Mutation.Of(message, pieces, random);
                problem ??= request.Judge(mutated, 1, null, 0) ?? (transfer.IsDone ? null : transfer.Take(mutated));
            }

            if (problem is null && transfer.IsDone && transfer.Build(out _) is { } zone)
            {
                built++;
                Check(zone, $"seed {seed}");
            }
        }

        Assert.True(built > 0);
    }

    /// <summary>Whatever came, each of its names can be asked for.</summary>
    private static void Check(Zone zone, string source)
    {
        var server = new TestServer([zone]);
        var names = ZoneLines.Of(zone).Select(line => line.Split(' ')[0]).Distinct().Take(20);
        foreach (var name in names)
        {
            foreach (var type in (RecordType[])[RecordType.A, RecordType.MX, RecordType.NS, RecordType.Any])
            {
                Assert.True(server.Ask(TestServer.Query(name, type, 1232, isDnssecOk: true)).Length > 0, source);
            }
        }
    }

    private static byte[] Message(params string[] records)
    {
        var writer = new MessageWriter(new byte[4096], 4096, new() { Id = 1, Flags = HeaderFlags.Response | HeaderFlags.Authoritative });
        foreach (var record in records)
        {
            var reader = new ZoneFileReader(System.Text.Encoding.ASCII.GetBytes(record + "\n"), new() { Origin = Origin, DefaultTtl = 60 });
            Assert.True(reader.TryRead(out var read));
            Assert.True(TransferAnswer.TryWrite(ref writer, read));
        }

        writer.Finish();
        return writer.Written.ToArray();
    }
}
