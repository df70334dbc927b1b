using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Signatures by a stranger's tool, served by our server, validated from the anchor down.</summary>
public sealed class ValidationTests : IDisposable
{
    private const string Leaf = """
        @ SOA ns h 1 1 1 1 60
        @ NS ns
        ns A 10.1.0.4
        www A 192.0.2.1
        alias CNAME www
        plain CNAME www.plain.org.
        *.wild A 192.0.2.9
        *.wild TXT x
        a.b.c.deep A 192.0.2.8
        d DNAME deep
        unsigned NS ns.unsigned
        ns.unsigned A 10.1.0.5

        """;

    // Around the time at which a world begins.
    private const string Start = "20251201000000";
    private const string End = "20270101000000";

    private const string Plain = "@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A 10.1.0.5\nwww A 192.0.2.5\nx.y A 192.0.2.6\n";

    private readonly SigningTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("ECDSAP256SHA256", "")]
    [InlineData("ECDSAP384SHA384", "")]
    [InlineData("RSASHA256", "-3 -")]
    [InlineData("RSASHA512", "-3 abcd -H 10")]
    [InlineData("ED25519", "-3 ab -A")]
    [InlineData("ED448", "-3 ab")]
    public void Genuine_answers_are_told_to_be_so(string algorithm, string chain) => Run(Signed(algorithm, chain), async rig =>
    {
        var isOptOut = chain.EndsWith("-A", StringComparison.Ordinal);
        (string Name, RecordType Type, ResponseCode Code, int Answers, bool IsSecure)[] cases =
        [
            ("www.example.org.", RecordType.A, ResponseCode.NoError, 1, true),
            ("alias.example.org.", RecordType.A, ResponseCode.NoError, 2, true),
            ("x.wild.example.org.", RecordType.A, ResponseCode.NoError, 1, !isOptOut),
            ("x.y.wild.example.org.", RecordType.A, ResponseCode.NoError, 1, !isOptOut),
            ("a.b.c.d.example.org.", RecordType.A, ResponseCode.NoError, 3, true),
            ("a.b.c.deep.example.org.", RecordType.A, ResponseCode.NoError, 1, true),
            ("www.example.org.", RecordType.Txt, ResponseCode.NoError, 0, true),
            ("c.deep.example.org.", RecordType.A, ResponseCode.NoError, 0, true),
            ("x.wild.example.org.", RecordType.Aaaa, ResponseCode.NoError, 0, !isOptOut),
            ("no.example.org.", RecordType.A, ResponseCode.NameError, 0, !isOptOut),
            ("no.deep.example.org.", RecordType.A, ResponseCode.NameError, 0, !isOptOut),
            ("nothing.", RecordType.A, ResponseCode.NameError, 0, true),
            ("example.org.", RecordType.DS, ResponseCode.NoError, 1, true),
            ("example.org.", RecordType.Dnskey, ResponseCode.NoError, 1, true),
            ("plain.org.", RecordType.DS, ResponseCode.NoError, 0, !isOptOut),
            ("www.plain.org.", RecordType.A, ResponseCode.NoError, 1, false),
            ("x.y.plain.org.", RecordType.A, ResponseCode.NoError, 1, false),
            ("no.plain.org.", RecordType.A, ResponseCode.NameError, 0, false),
            ("plain.example.org.", RecordType.A, ResponseCode.NoError, 2, false),
            ("www.unsigned.example.org.", RecordType.A, ResponseCode.NoError, 1, false),
            ("no.unsigned.example.org.", RecordType.A, ResponseCode.NameError, 0, false),
        ];
        foreach (var round in (int[])[1, 2])
        {
            foreach (var (name, type, code, answers, isSecure) in cases)
            {
                var response = await rig.AskAsync(name, type, isDnssecOk: true);
                var message = $"round {round}, {name} {type}: {response.Code} {response.Flags} {rig.LastError}\n{string.Join('\n', response.Answers)}";
                Assert.True(code == response.Code, message);
                Assert.True(answers == response.Answers.Count(static answer => !answer.Contains(" RRSIG ", StringComparison.Ordinal)), message);
                Assert.True(isSecure == ((response.Flags & HeaderFlags.AuthenticData) != 0), message);
            }
        }
    });

    [Fact]
    public void Signatures_are_for_those_who_ask_for_them() => Run(Signed(), async rig =>
    {
        foreach (var _ in (int[])[1, 2])
        {
            var plain = await rig.AskAsync("x.wild.example.org.");
            Assert.Single(plain.Answers);
            Assert.Empty(plain.Authorities);
            Assert.Equal(HeaderFlags.None, plain.Flags & HeaderFlags.AuthenticData);

            var wished = await rig.AskAsync("x.wild.example.org.", flags: HeaderFlags.RecursionDesired | HeaderFlags.AuthenticData);
            Assert.Single(wished.Answers);
            Assert.Equal(HeaderFlags.AuthenticData, wished.Flags & HeaderFlags.AuthenticData);

            var full = await rig.AskAsync("x.wild.example.org.", isDnssecOk: true);
            Assert.Equal(2, full.Answers.Length);
            Assert.Contains(full.Authorities, static record => record.Contains(" NSEC ", StringComparison.Ordinal));
        }
    });

    [Theory]
    [InlineData("www.example.org.", 6)]
    [InlineData("x.wild.example.org.", 6)]
    public void What_was_changed_on_its_way_is_a_failure_but_for_those_who_check_themselves(string name, int error) =>
        Run(Signed(change: static text => text.Replace("A\t\t192.0.2.", "A\t\t203.0.113.", StringComparison.Ordinal)), async rig =>
        {
            var response = await rig.AskAsync(name, isDnssecOk: true);
            Assert.Equal(ResponseCode.ServerFailure, response.Code);
            Assert.Equal(error, rig.LastError);
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync(name, isDnssecOk: true)).Code);

            var unchecked_ = await rig.AskAsync(name, flags: HeaderFlags.RecursionDesired | HeaderFlags.CheckingDisabled);
            Assert.Contains("203.0.113.", Assert.Single(unchecked_.Answers), StringComparison.Ordinal);
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync(name)).Code);
        });

    [Theory]
    [InlineData("www.example.org.", "A")]
    [InlineData("no.example.org.", "A")]
    [InlineData("www.example.org.", "TXT")]
    public void What_should_be_signed_and_is_not_is_a_failure(string name, string type) =>
        Run(Signed(leaf: Leaf), async rig =>
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync(name, Enum.Parse<RecordType>(type, ignoreCase: true))).Code));

    [Fact]
    public void Signatures_past_their_time_are_told_of() => Run(Signed(end: "20260101000030"), async rig =>
    {
        Assert.Single((await rig.AskAsync("www.example.org.")).Answers);
        await rig.World.DelayAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.example.org.")).Code);
        Assert.Equal(7, rig.LastError);
    });

    [Fact]
    public void What_is_kept_ends_with_its_signature() => Run(Signed(end: "20260101000030"), async rig =>
    {
        var ttl = (await rig.AskAsync("www.example.org.")).Answers[0].Split(' ')[1];
        Assert.InRange(int.Parse(ttl, System.Globalization.CultureInfo.InvariantCulture), 25, 30);
    });

    [Fact]
    public void A_zone_whose_keys_are_not_those_above_is_a_failure()
    {
        var zones = Signed();
        zones.Org = zones.Org with { Leaf = _tool.Sign("example.org.", Leaf, "ED25519", start: Start, end: End).Text };
        Run(zones, async rig =>
        {
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.example.org.")).Code);
            Assert.Equal(9, rig.LastError);
        });
    }

    [Fact]
    public void A_denial_of_a_name_that_is_there_is_a_failure() => Run(Signed(), static rig => Task.CompletedTask, async rig =>
    {
        // A server that answers every question for www with the denial of another name.
        var honest = new Server.TestServer([Server.TestServer.ReadZone(rig.Zones.Org.Leaf, "example.org.")]);
        rig.Script("10.1.0.4", request =>
        {
            var denial = honest.Ask("zzz.example.org.", RecordType.A, 1232, isDnssecOk: true);
            Assert.Equal(ResponseCode.NameError, denial.Code);
            var octets = honest.Ask(Server.TestServer.Query("zzz.example.org.", RecordType.A, 1232, isDnssecOk: true)).ToArray();
            var isForged = new Client.ScriptedServer.AskedQuestion(0, request).Name.StartsWith("www", StringComparison.OrdinalIgnoreCase);
            if (!isForged)
            {
                return [honest.Ask(request).ToArray()];
            }

            request.AsSpan(0, 2).CopyTo(octets);
            request.AsSpan(12, 21).CopyTo(octets.AsSpan(12));
            return [octets];
        });
        var response = await rig.AskAsync("www.example.org.");
        Assert.Equal(ResponseCode.ServerFailure, response.Code);
    });

    private static void Run(TestZones zones, Func<ResolverWorld, Task> test) => Run(zones, Serve(zones), test);

    private static Func<ResolverWorld, Task> Serve(TestZones zones) => rig =>
    {
        rig.Serve("10.1.0.4", ("example.org.", zones.Org.Leaf));
        return Task.CompletedTask;
    };

    private static void Run(TestZones zones, Func<ResolverWorld, Task> prepare, Func<ResolverWorld, Task> test) => World.Run(async world =>
    {
        var rig = new ResolverWorld(world) { Zones = zones };
        rig.Serve(ResolverWorld.RootAddress, (".", zones.Root));
        rig.Serve("10.1.0.2", ("org.", zones.Org.Text));
        rig.Serve("10.1.0.5", ("plain.org.", Plain), ("unsigned.example.org.", Plain));
        await prepare(rig);
        rig.Options = rig.Options with { Anchors = [RootServers.ParseAnchor(zones.Anchor)] };
        rig.Start();
        await test(rig);
    });

    private TestZones Signed(
        string algorithm = "ECDSAP256SHA256", string chain = "", string end = End, Func<string, string>? change = null, string? leaf = null)
    {
        var example = _tool.Sign("example.org.", Leaf, algorithm, chain, Start, end);
        var org = _tool.Sign(
            "org.",
            $"@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A 10.1.0.2\nexample NS ns.example\nns.example A 10.1.0.4\nplain NS ns.plain\nns.plain A 10.1.0.5\n{example.Delegation}\n",
            algorithm,
            chain,
            Start,
            End);
        var root = _tool.Sign(
            ".",
            $"@ SOA a.root. h. 1 1 1 1 60\n@ NS a.root.\na.root. A {ResolverWorld.RootAddress}\norg. NS ns.org.\nns.org. A 10.1.0.2\n{org.Delegation}\n",
            start: Start,
            end: End);
        return new()
        {
            Root = root.Text,
            Anchor = root.Delegation[(root.Delegation.IndexOf(" DS ", StringComparison.Ordinal) + 4)..],
            Org = new(org.Text, leaf ?? (change ?? (static text => text))(example.Text)),
        };
    }
}
