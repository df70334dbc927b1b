using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Update;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Update;

/// <summary>What updates do to a zone, and what they ask before (RFC 2136).</summary>
public sealed class UpdateRequestTests
{
    private const string Text = """
        @ 60 SOA ns h 7 3600 600 86400 60
        @ 60 NS ns
        ns 60 A 192.0.2.1
        a 60 A 192.0.2.10
        a 60 A 192.0.2.11
        a 60 TXT "text"
        c 60 CNAME a
        d 60 DNAME a

        """;

    private static readonly Zone Start = TestServer.ReadZone(Text);

    [Theory]
    [InlineData(ResponseCode.NoError, "yxdomain a")]
    [InlineData(ResponseCode.NameError, "yxdomain z")]
    [InlineData(ResponseCode.NoError, "nxdomain z")]
    [InlineData(ResponseCode.NameExists, "nxdomain a")]
    [InlineData(ResponseCode.NoError, "yxrrset a TXT")]
    [InlineData(ResponseCode.SetMissing, "yxrrset a MX")]
    [InlineData(ResponseCode.NoError, "nxrrset a MX")]
    [InlineData(ResponseCode.SetExists, "nxrrset a TXT")]
    [InlineData(ResponseCode.NoError, "yxrrset a A 192.0.2.11", "yxrrset a A 192.0.2.10")]
    [InlineData(ResponseCode.SetMissing, "yxrrset a A 192.0.2.11")]
    [InlineData(ResponseCode.SetMissing, "yxrrset a A 192.0.2.11", "yxrrset a A 192.0.2.10", "yxrrset a A 192.0.2.12")]
    [InlineData(ResponseCode.NoError, "yxrrset c CNAME A")]
    [InlineData(ResponseCode.NotInZone, "yxrrset www.elsewhere. A 192.0.2.1")]
    internal void Prerequisites_are_judged_first(ResponseCode expected, params string[] lines)
    {
        var change = UpdateRequest.Find(Start, UpdateMessage.Of([.. lines, "add new A 192.0.2.99"]), out var code);

        Assert.Equal(expected, code);
        Assert.Equal(expected == ResponseCode.NoError, change is not null);
    }

    [Theory]
    [InlineData("add new A 192.0.2.99", "+new.example. 60 IN A 192.0.2.99")]
    [InlineData("add a 60 A 192.0.2.10")]
    [InlineData("add a 90 TXT text", "-a.example. 60 IN TXT \"text\"", "+a.example. 90 IN TXT \"text\"")]
    [InlineData("add a 90 A 192.0.2.12", "-a.example. 60 IN A 192.0.2.10", "-a.example. 60 IN A 192.0.2.11",
        "+a.example. 90 IN A 192.0.2.10", "+a.example. 90 IN A 192.0.2.11", "+a.example. 90 IN A 192.0.2.12")]
    [InlineData("add a CNAME ns")]
    [InlineData("add c A 192.0.2.1")]
    [InlineData("add c CNAME ns", "-c.example. 60 IN CNAME a.example.", "+c.example. 60 IN CNAME ns.example.")]
    [InlineData("add d DNAME ns", "-d.example. 60 IN DNAME a.example.", "+d.example. 60 IN DNAME ns.example.")]
    [InlineData("add @ SOA ns h 6 1 1 1 1")]
    [InlineData("add a SOA ns h 9 1 1 1 1")]
    [InlineData("delete a", "-a.example. 60 IN A 192.0.2.10", "-a.example. 60 IN A 192.0.2.11", "-a.example. 60 IN TXT \"text\"")]
    [InlineData("delete a TXT", "-a.example. 60 IN TXT \"text\"")]
    [InlineData("delete a A 192.0.2.10", "-a.example. 60 IN A 192.0.2.10")]
    [InlineData("delete a A 192.0.2.77")]
    [InlineData("delete @")]
    [InlineData("delete @ NS")]
    [InlineData("delete @ SOA")]
    [InlineData("delete @ NS ns")]
    [InlineData("delete z")]
    public void Each_form_does_what_the_RFC_says(string line, params string[] expected)
    {
        var change = UpdateRequest.Find(Start, UpdateMessage.Of(line), out var code);
        var behind = change is null ? Start : Apply(Start, change);

        Assert.Equal(ResponseCode.NoError, code);
        Assert.Equal(expected.Length == 0 ? 7u : 8u, behind.Serial);
        var before = ZoneLines.Of(Start).Where(IsNoSoa).ToArray();
        var after = ZoneLines.Of(behind).Where(IsNoSoa).ToArray();
        var changed = before.Except(after).Select(text => "-" + text).Concat(after.Except(before).Select(text => "+" + text));
        Assert.Equal(expected.Order(StringComparer.Ordinal), changed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_serial_number_of_the_updates_own_is_kept()
    {
        var change = UpdateRequest.Find(Start, UpdateMessage.Of("add @ SOA ns h 100 1 1 1 1", "add new A 192.0.2.9"), out _);
        Assert.Equal(100u, Apply(Start, change!).Serial);
    }

    [Fact]
    public void What_takes_itself_back_changes_nothing() =>
        Assert.Null(UpdateRequest.Find(Start, UpdateMessage.Of("add new A 192.0.2.9", "delete new"), out _));

    [Theory]
    [InlineData(RecordClass.Chaos, RecordType.A, 0u, 0)]
    [InlineData(RecordClass.Any, RecordType.A, 1u, 0)]
    [InlineData(RecordClass.Any, RecordType.A, 0u, 4)]
    [InlineData(RecordClass.None, RecordType.Any, 0u, 0)]
    [InlineData(RecordClass.None, RecordType.A, 1u, 4)]
    [InlineData(RecordClass.None, RecordType.A, 0u, 3)]
    [InlineData(RecordClass.Internet, RecordType.Any, 0u, 0)]
    [InlineData(RecordClass.Internet, RecordType.Axfr, 0u, 0)]
    [InlineData(RecordClass.Internet, RecordType.A, 0u, 3)]
    internal void Malformed_records_are_told(RecordClass @class, RecordType type, uint ttl, int octets)
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Opcode = Opcode.Update });
        writer.TryWriteQuestion(Octets.Name("example"), RecordType.Soa, RecordClass.Internet);
        writer.BeginRecord(MessageSection.Authority, Octets.Name("a.example"), type, @class, ttl);
        writer.WriteZeros(octets);
        writer.EndRecord();
        writer.Finish();

        Assert.Null(UpdateRequest.Find(Start, writer.Written, out var code));
        Assert.Equal(ResponseCode.FormatError, code);
    }

    [Fact]
    public void Mutated_updates_make_a_sound_zone_or_none()
    {
        var sound = UpdateMessage.Of(
            "yxrrset a TXT", "nxdomain z", "yxrrset a A 192.0.2.10", "yxrrset a A 192.0.2.11",
            "add new MX 1 a", "delete c", "delete a TXT", "delete a A 192.0.2.10", "add *.w CNAME a", "add @ SOA ns h 9 1 1 1 1", "add s NS ns.s");
        byte[][] pieces = [[0xC0, 0x0C], [0], [0, 6, 0, 1], [0, 255], [0, 254], [0, 0, 0, 0], [0, 5, 0, 1], [0xFF, 0xFF]];
        var zone = Start;
        var changed = 0;
        foreach (var seed in new FuzzBudget(20_000).Seeds())
        {
            var request = Fuzz.Mutation.Of(sound, pieces, new SeededRandom(seed));
            if (!RequestView.TryRead(request, out var view, out var code) || code != ResponseCode.NoError || view.Header.Opcode != Opcode.Update)
            {
                continue;
            }

            if (UpdateRequest.Find(Start, request, out code) is { } change)
            {
                Assert.Equal(ResponseCode.NoError, code);
                changed++;
                zone = Apply(Start, change);
                Assert.True(zone.FindSet(0, RecordType.NS) >= 0 && zone.BlockOf(zone.SoaSet).Count == 1, $"seed {seed}");
                var server = new TestServer([zone]);
                Assert.True(server.Ask(TestServer.Query("new.example.", RecordType.MX, 1232)).Length > 0, $"seed {seed}");
            }
        }

        Assert.True(changed > 0);
    }

    private static bool IsNoSoa(string line) => !line.Contains(" SOA ", StringComparison.Ordinal);

    private static Zone Apply(Zone zone, ZoneChange change)
    {
        var changes = new ZoneChanges(zone);
        Assert.True(changes.TryAdd(change));
        return changes.Apply()!;
    }
}
