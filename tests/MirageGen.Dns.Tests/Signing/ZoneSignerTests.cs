using System.Buffers.Binary;
using System.Globalization;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Signing;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Validation;

namespace MirageGen.Dns.Tests.Signing;

/// <summary>Signed zones: what has signatures, what they are worth, and what is made anew.</summary>
public sealed class ZoneSignerTests
{
    private const string Text = """
        @         300 SOA  ns host 7 3600 900 86400 60
        @         300 NS   ns
        ns            A    192.0.2.53
        WWW           A    192.0.2.1
        www           AAAA 2001:db8::1
        *.wild        TXT  wild
        a.b.deep      MX   10 www
        sub           NS   ns.sub
        sub           DS   1 13 2 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F
        ns.sub        A    192.0.2.99
        open          NS   open
        open          A    192.0.2.98
        d             DNAME other.test.
        """;

    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void All_that_is_the_zones_own_is_signed_and_nothing_else()
    {
        var (zone, _) = Sign(TestServer.ReadZone(Text), keys: [SigningKeys.P256]);
        string[] unsigned = ["sub.example. NS", "ns.sub.example. A", "open.example. NS", "open.example. A"];
        foreach (var set in SetsOf(zone))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{set.Owner.ToCanonical()} {set.Type.ToString().ToUpperInvariant()}");
            if (unsigned.Contains(name))
            {
                Assert.Empty(set.Signatures);
            }
            else
            {
                Verify(set, Assert.Single(set.Signatures), SigningKeys.P256);
            }
        }

        Assert.Equal(7U, zone.Serial);
    }

    [Fact]
    public void The_chain_goes_round_by_all_names_and_says_what_they_have()
    {
        var (zone, _) = Sign(TestServer.ReadZone(Text), keys: [SigningKeys.P256]);
        var chain = SetsOf(zone).Where(set => set.Type == RecordType.Nsec).Select(set => string.Create(
            CultureInfo.InvariantCulture, $"{set.Owner.ToCanonical()} {new ResourceRecord(set.Owner, set.Type, RecordClass.Internet, set.Ttl, set.Data.Single()).ToString().Split("NSEC", 2)[1].Trim()}")).ToArray();

        Assert.Equal(
            [
                "example. d.example. NS SOA RRSIG NSEC DNSKEY",
                "d.example. a.b.deep.example. DNAME RRSIG NSEC",
                "a.b.deep.example. ns.example. MX RRSIG NSEC",
                "ns.example. open.example. A RRSIG NSEC",
                "open.example. sub.example. NS RRSIG NSEC",
                "sub.example. *.wild.example. NS DS RRSIG NSEC",
                "*.wild.example. WWW.example. TXT RRSIG NSEC",
                "www.example. example. A AAAA RRSIG NSEC",
            ],
            chain);
        Assert.All(SetsOf(zone).Where(set => set.Type == RecordType.Nsec), set => Assert.Equal(60U, set.Ttl));
    }

    [Fact]
    public void Key_signing_keys_sign_keys_and_the_others_everything_else_for_each_algorithm()
    {
        var (zone, _) = Sign(TestServer.ReadZone(Text), keys: [SigningKeys.P256, SigningKeys.Entry, SigningKeys.Edwards]);
        var keys = SetsOf(zone).Single(set => set.Type == RecordType.Dnskey);
        Assert.Equal(3, keys.Data.Count);
        Assert.Equal([354, 1417], keys.Signatures.Select(signature => (int)new SignatureView(signature).KeyTag).Order());
        var soa = SetsOf(zone).Single(set => set.Type == RecordType.Soa);
        Assert.Equal([354, 34157], soa.Signatures.Select(signature => (int)new SignatureView(signature).KeyTag).Order());
        Assert.All(keys.Signatures, signature => Verify(keys, signature, KeyOf(signature)));
        Assert.All(soa.Signatures, signature => Verify(soa, signature, KeyOf(signature)));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", 8, 2)]
    [InlineData("$TTL", "$TTL", 8, 1)]
    [InlineData("ns.sub        A    192.0.2.99", "ns.sub A 192.0.2.97", 8, 1)]
    [InlineData("d             DNAME", "new A 192.0.2.9\nd DNAME", 8, 4)]
    [InlineData("open          NS   open", "more.open NS open\nopen NS open", 8, 1)]
    [InlineData("a.b.deep      MX   10 www", "", 8, 2)]
    [InlineData("2001:db8::1", "2001:db8::2", 7, 2)]
    public void What_has_not_changed_keeps_its_signatures(string from, string to, int serial, int made)
    {
        var (before, all) = Sign(TestServer.ReadZone(Text), keys: [SigningKeys.P256]);
        var text = Text.Replace(from, to, StringComparison.Ordinal).Replace("host 7 ", $"host {serial} ", StringComparison.Ordinal);
        var (after, anew) = Sign(TestServer.ReadZone(text), before, Now + TimeSpan.FromDays(1), SigningKeys.P256);

        Assert.InRange(all, 15, 30);
        Assert.Equal(made, anew);
        Assert.Equal(8U, after.Serial);
        Assert.All(SetsOf(after).Where(set => set.Signatures.Count > 0), set => Verify(set, set.Signatures.Single(), SigningKeys.P256));
    }

    [Fact]
    public void Signatures_that_are_about_to_end_and_those_of_other_keys_are_made_anew()
    {
        var unsigned = TestServer.ReadZone(Text);
        var (before, all) = Sign(unsigned, keys: [SigningKeys.P256]);
        var (_, late) = Sign(before, before, Now + TimeSpan.FromDays(7.5), SigningKeys.P256);
        Assert.Equal(all, late);
        var (_, soon) = Sign(before, before, Now + TimeSpan.FromDays(6.5), SigningKeys.P256);
        Assert.Equal(1, soon);
        var (other, its) = Sign(unsigned, before, Now, SigningKeys.Edwards);
        Assert.Equal(all, its);
        Assert.Equal(8U, other.Serial);
    }

    [Fact]
    public void What_others_have_signed_by_is_left_out()
    {
        var (first, _) = Sign(TestServer.ReadZone(Text), keys: [SigningKeys.P256]);
        var (again, _) = Sign(first, null, Now, SigningKeys.P256);
        Assert.Equal(SetsOf(first).Select(Line), SetsOf(again).Select(Line));

        var hashed = TestServer.ReadZone(Text + "\n@ NSEC3PARAM 1 0 0 -\n0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM NSEC3 1 0 0 - 2VPTU5TIMAMQTTGL4LUU9KG21E0AOR3S A\n");
        var (signed, _) = Sign(hashed, keys: [SigningKeys.P256]);
        Assert.Equal(SetsOf(first).Select(Line), SetsOf(signed).Select(Line));

        static string Line(RecordSet set) => string.Create(
            CultureInfo.InvariantCulture, $"{set.Owner} {set.Type} {set.Ttl} {string.Join(' ', set.Data.Select(Convert.ToHexString))} {set.Signatures.Count}");
    }

    [Fact]
    public void It_works_in_steps()
    {
        const int Names = 200;
        var text = string.Concat(Enumerable.Range(0, Names).Select(i => string.Create(CultureInfo.InvariantCulture, $"h{i} A 192.0.2.1\n")));
        var zone = TestServer.ReadZone("@ SOA ns h 1 2 3 4 5\n@ NS ns.test.\n" + text);
        var signer = new SetSigner([SigningKeys.Edwards], new([SigningKeys.Edwards]), Now);
        var work = new ZoneSigner(zone, null, [SigningKeys.Edwards], signer);
        var steps = 1;
        for (var made = 0L; work.Step(); made = signer.Made)
        {
            steps++;
            Assert.InRange(signer.Made - made, 1, 16);
        }

        Assert.InRange(steps, 2 * Names / 16, 2 * Names / 6);
        var again = new ZoneSigner(zone, work.Signed, [SigningKeys.Edwards], new([SigningKeys.Edwards], new([SigningKeys.Edwards]), Now));
        for (steps = 1; again.Step(); steps++)
        {
        }

        Assert.Equal(2, steps);
        Assert.Equal(2 * (zone.SetCount + Names + 2), again.Signed!.SetCount);
    }

    private static (Zone Zone, long Made) Sign(Zone zone, Zone? before = null, DateTimeOffset? now = null, params SigningKey[] keys)
    {
        var signer = new SetSigner(keys, new(keys), now ?? Now);
        var work = new ZoneSigner(zone, before, keys, signer);
        while (work.Step())
        {
        }

        return (work.Signed!, signer.Made);
    }

    private static IEnumerable<RecordSet> SetsOf(Zone zone) => Enumerable.Range(0, zone.NameCount).SelectMany(name => NameSets.Read(zone, name));

    private static SigningKey KeyOf(byte[] signature) =>
        new[] { SigningKeys.P256, SigningKeys.Entry, SigningKeys.Edwards }.Single(key => key.Tag == new SignatureView(signature).KeyTag);

    private static void Verify(RecordSet set, byte[] signature, SigningKey key)
    {
        var view = new SignatureView(signature);
        Assert.Equal(set.Type, (RecordType)BinaryPrimitives.ReadUInt16BigEndian(signature));
        Assert.Equal(key.Tag, view.KeyTag);
        Assert.Equal(set.Ttl, view.OriginalTtl);
        Assert.True(
            SignatureAlgorithms.Verify(key.Algorithm, new KeyView(key.Record).Key, SignedSet.Write(set, view), view.Signature),
            $"the signature of {set.Owner} {set.Type} is none");
    }
}
