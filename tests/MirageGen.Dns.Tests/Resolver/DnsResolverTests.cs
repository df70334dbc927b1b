using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Questions from the root down, as a client sees them and as servers do.</summary>
public sealed class DnsResolverTests
{
    private const string Root = "org. NS ns.org.\nns.org. A 10.1.0.2\nnet. NS ns.net.\nns.net. A 10.1.0.3\n";

    private const string Org = """
        @ SOA ns h 1 1 1 1 60
        @ NS ns
        ns A 10.1.0.2
        example NS ns1.example
        example NS ns2.example
        ns1.example A 10.1.0.4
        ns2.example A 10.1.0.5
        hosted NS ns.hoster.net.

        """;

    private const string Net = """
        @ SOA ns h 1 1 1 1 60
        @ NS ns
        ns A 10.1.0.3
        hoster NS ns.hoster
        ns.hoster A 10.1.0.6

        """;

    private const string Example = """
        @ SOA ns1 h 1 1 1 1 60
        @ NS ns1
        @ NS ns2
        ns1 A 10.1.0.4
        ns2 A 10.1.0.5
        www 300 A 192.0.2.1
        www 300 AAAA 2001:db8::1
        alias CNAME www
        away CNAME www.hosted.org.
        d DNAME hosted.org.
        *.wild A 192.0.2.9
        a.b.c.deep A 192.0.2.8
        loop1 CNAME loop2
        loop2 CNAME loop1
        short 0 A 192.0.2.7
        $GENERATE 1-100 big TXT "record number $ of a big set"
        """;

    private const string Hosted = "@ SOA ns.hoster.net. h 1 1 1 1 60\n@ NS ns.hoster.net.\nwww A 192.0.2.66\n";
    private const string Hoster = "@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A 10.1.0.6\n";

    [Theory]
    [InlineData("www.example.org.", "A", "www.example.org. 300 IN A 192.0.2.1")]
    [InlineData("www.example.org.", "AAAA", "www.example.org. 300 IN AAAA 2001:db8::1")]
    [InlineData("WWW.Example.ORG.", "A", "WWW.Example.ORG. 300 IN A 192.0.2.1")]
    [InlineData("alias.example.org.", "A", "alias.example.org. 60 IN CNAME www.example.org.|www.example.org. 300 IN A 192.0.2.1")]
    [InlineData("away.example.org.", "A", "away.example.org. 60 IN CNAME www.hosted.org.|www.hosted.org. 60 IN A 192.0.2.66")]
    [InlineData("www.d.example.org.", "A", "d.example.org. 60 IN DNAME hosted.org.|www.d.example.org. 60 IN CNAME www.hosted.org.|www.hosted.org. 60 IN A 192.0.2.66")]
    [InlineData("x.wild.example.org.", "A", "x.wild.example.org. 60 IN A 192.0.2.9")]
    [InlineData("a.b.c.deep.example.org.", "A", "a.b.c.deep.example.org. 60 IN A 192.0.2.8")]
    [InlineData("www.hosted.org.", "A", "www.hosted.org. 60 IN A 192.0.2.66")]
    [InlineData("short.example.org.", "A", "short.example.org. 0 IN A 192.0.2.7")]
    [InlineData("org.", "NS", "org. 60 IN NS ns.org.")]
    [InlineData(".", "NS", ". 60 IN NS a.root.")]
    [InlineData("localhost.", "A", "localhost. 10800 IN A 127.0.0.1")]
    public void A_question_is_answered_and_again_from_the_cache(string name, string type, string answers) => Run(async rig =>
    {
        foreach (var _ in (int[])[1, 2])
        {
            var response = await rig.AskAsync(name, Enum.Parse<RecordType>(type, ignoreCase: true));
            Assert.Equal(ResponseCode.NoError, response.Code);
            Assert.Equal(answers.Split('|'), response.Answers);
            Assert.Equal(HeaderFlags.Response | HeaderFlags.RecursionDesired | HeaderFlags.RecursionAvailable, response.Flags);
        }
    });

    [Theory]
    [InlineData("no.example.org.", ResponseCode.NameError)]
    [InlineData("no.way.example.org.", ResponseCode.NameError)]
    [InlineData("nothing.", ResponseCode.NameError)]
    [InlineData("c.deep.example.org.", ResponseCode.NoError)]
    [InlineData("ns1.example.org.", ResponseCode.NoError)]
    public void A_denial_is_kept_as_long_as_its_zone_says(string name, ResponseCode code) => Run(async rig =>
    {
        var first = await rig.AskAsync(name, RecordType.Txt);
        Assert.Equal(code, first.Code);
        Assert.Empty(first.Answers);
        Assert.Contains(" SOA ", Assert.Single(first.Authorities), StringComparison.Ordinal);
        var asked = rig.Asked.Count;

        await rig.World.DelayAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(code, (await rig.AskAsync(name, RecordType.Txt)).Code);
        Assert.Equal(asked, rig.Asked.Count);

        await rig.World.DelayAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(code, (await rig.AskAsync(name, RecordType.Txt)).Code);
        Assert.NotEqual(asked, rig.Asked.Count);
    });

    [Fact]
    public void Servers_hear_no_more_of_a_name_than_they_need() => Run(async rig =>
    {
        await rig.AskAsync("a.b.c.deep.example.org.");

        Assert.Equal(["10.1.0.1 . NS", "10.1.0.1 org. A", "10.1.0.2 example.org. A"], rig.Asked[..3]);
        Assert.Equal(
            ["deep.example.org. A", "c.deep.example.org. A", "b.c.deep.example.org. A", "a.b.c.deep.example.org. A"],
            rig.Asked[3..].Select(static asked => asked[(asked.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    });

    [Fact]
    public void What_holds_is_not_asked_again_and_its_time_runs_down() => Run(async rig =>
    {
        await rig.AskAsync("www.example.org.");
        var asked = rig.Asked.Count;
        await rig.World.DelayAsync(TimeSpan.FromSeconds(100));

        var ttl = int.Parse((await rig.AskAsync("www.example.org.")).Answers[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(ttl, 199, 200);
        Assert.Equal(asked, rig.Asked.Count);
    });

    [Fact]
    public void Names_of_a_zone_that_is_known_are_asked_of_its_servers() => Run(async rig =>
    {
        await rig.AskAsync("www.example.org.");
        rig.Asked.Clear();
        await rig.AskAsync("x.wild.example.org.");

        Assert.DoesNotContain(rig.Asked, static asked => asked.StartsWith("10.1.0.1 ", StringComparison.Ordinal));
    });

    [Fact]
    public void The_same_question_of_many_is_asked_once() => Run(async rig =>
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.AskAsync("www.example.org.")));

        Assert.All(all, static response => Assert.Single(response.Answers));
        Assert.Single(rig.Asked, static asked => asked.EndsWith(" www.example.org. A", StringComparison.Ordinal));
    });

    [Fact]
    public void What_fits_no_datagram_is_truncated_and_given_over_tcp() => Run(async rig =>
    {
        var response = await rig.AskAsync("big.example.org.", RecordType.Txt);
        Assert.True(response.IsTruncated);
        Assert.Empty(response.Answers);

        var client = rig.World.AddHost("other", "10.0.0.2");
        var dns = new DnsClient(client.Stack, client.Clock, new SimulatedRandom(client));
        var answer = await dns.AskAsync(DomainName.Parse("big.example.org."), RecordType.Txt, [new(rig.Host.Address, 53)]);
        Assert.Equal(100, answer.Answers.Count);
    });

    [Fact]
    public void A_stranger_is_refused() => Run(async rig =>
    {
        var stranger = rig.World.AddHost("stranger", "203.0.113.1");
        Assert.Equal(ResponseCode.Refused, (await rig.AskAsync("www.example.org.", client: stranger)).Code);
        Assert.Empty(rig.Asked);
    });

    [Fact]
    public void Who_wants_no_recursion_is_refused() => Run(async rig =>
        Assert.Equal(ResponseCode.Refused, (await rig.AskAsync("www.example.org.", flags: HeaderFlags.None)).Code));

    [Theory]
    [InlineData("loop1.example.org.")]
    [InlineData("www.broken.")]
    public void What_cannot_be_found_out_is_a_failure(string name) => Run(async rig =>
        Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync(name)).Code));

    [Theory]
    [InlineData("1.2.0.10.in-addr.arpa.", "PTR")]
    [InlineData("printer.local.", "A")]
    [InlineData("x.test.", "A")]
    public void Local_names_are_nobodys_business(string name, string type) => Run(async rig =>
    {
        Assert.Equal(ResponseCode.NameError, (await rig.AskAsync(name, Enum.Parse<RecordType>(type, ignoreCase: true))).Code);
        Assert.Empty(rig.Asked);
    });

    [Fact]
    public void A_server_that_is_gone_is_passed_over_and_remembered() => World.Run(async world =>
    {
        var rig = Build(world);
        rig.Start();
        await rig.AskAsync("www.example.org.");
        var dead = world.Hosts.Single(static host => host.Name == "10.1.0.4");
        world.Link(rig.Host, dead).Cut();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(ResponseCode.NameError, (await rig.AskAsync($"n{i}.example.org.")).Code);
        }

        var begin = world.Now;
        for (var i = 0; i < 20; i++)
        {
            await rig.AskAsync($"m{i}.example.org.");
        }

        Assert.InRange((world.Now - begin).TotalSeconds, 0, 4);
    });

    [Fact]
    public void What_is_out_of_date_is_given_when_nothing_newer_can_be_had() => World.Run(async world =>
    {
        var rig = Build(world);
        rig.Start();
        await rig.AskAsync("www.example.org.");
        await world.DelayAsync(TimeSpan.FromSeconds(400));
        foreach (var host in world.Hosts.Where(static host => host.Name.StartsWith("10.1.", StringComparison.Ordinal)))
        {
            world.Link(rig.Host, host).Cut();
        }

        var begin = world.Now;
        var response = await rig.AskAsync("www.example.org.");
        Assert.Equal(["www.example.org. 30 IN A 192.0.2.1"], response.Answers);
        Assert.InRange((world.Now - begin).TotalSeconds, 0.1, 2);
    });

    [Fact]
    public void What_is_popular_is_asked_for_before_it_ends() => Run(async rig =>
    {
        for (var i = 0; i < 28; i++)
        {
            await rig.AskAsync("www.example.org.");
            await rig.World.DelayAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(2, rig.Asked.Count(static asked => asked.EndsWith(" www.example.org. A", StringComparison.Ordinal)));
        var ttl = (await rig.AskAsync("www.example.org.")).Answers[0].Split(' ')[1];
        Assert.InRange(int.Parse(ttl, System.Globalization.CultureInfo.InvariantCulture), 285, 295);
    });

    [Fact]
    public void Questions_beyond_the_bound_fail_at_once() => World.Run(async world =>
    {
        var rig = Build(world);
        rig.Options = rig.Options with { MaxOpen = 5 };
        rig.Start();
        world.Link(rig.Host, world.Hosts.Single(static host => host.Name == ResolverWorld.RootAddress)).Cut();
        var open = Enumerable.Range(0, 5).Select(i => rig.AskAsync($"n{i}.example.org.")).ToArray();
        await world.DelayAsync(TimeSpan.FromMilliseconds(50));
        var begin = world.Now;

        Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("other.example.org.")).Code);
        Assert.InRange((world.Now - begin).TotalSeconds, 0, 0.1);
        Assert.All(await Task.WhenAll(open), static response => Assert.Equal(ResponseCode.ServerFailure, response.Code));
        Assert.InRange(world.Now.TotalSeconds, 1, 15);
    });

    private static ResolverWorld Build(World world)
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot(Root + "broken. NS ns.broken.\nns.broken. A 10.1.0.2\n");
        rig.Serve("10.1.0.2", ("org.", Org));
        rig.Serve("10.1.0.3", ("net.", Net));
        rig.Serve("10.1.0.4", ("example.org.", Example));
        rig.Serve("10.1.0.5", ("example.org.", Example));
        rig.Serve("10.1.0.6", ("hoster.net.", Hoster), ("hosted.org.", Hosted));
        return rig;
    }

    private static void Run(Func<ResolverWorld, Task> test) => World.Run(async world =>
    {
        var rig = Build(world);
        rig.Start();
        await test(rig);
    });
}
