using System.Globalization;
using MirageGen.Dns.Tests.Client;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Servers that lie, break rules, or want the resolver's time.</summary>
public sealed class HostileServerTests
{
    private const string Evil = "10.1.0.66";
    private const string Victim = "10.1.0.7";

    [Fact]
    public void Records_of_other_zones_are_not_believed() => Run(
        request => [Respond(request, writer =>
        {
            Write(ref writer, MessageSection.Answer, "www.evil.", "192.0.2.1");
            Write(ref writer, MessageSection.Answer, "www.victim.", "203.0.113.66");
            WriteName(ref writer, MessageSection.Authority, "victim.", RecordType.NS, "ns.evil.");
            WriteName(ref writer, MessageSection.Authority, ".", RecordType.NS, "ns.evil.");
            Write(ref writer, MessageSection.Additional, "ns.victim.", Evil);
            Write(ref writer, MessageSection.Additional, "a.root.", Evil);
            return writer;
        })],
        async rig =>
        {
            Assert.Equal(["www.evil. 60 IN A 192.0.2.1"], (await rig.AskAsync("www.evil.")).Answers);
            Assert.Equal(["www.victim. 60 IN A 192.0.2.7"], (await rig.AskAsync("www.victim.")).Answers);
        });

    [Fact]
    public void An_alias_into_another_zone_is_looked_up_there() => Run(
        request => [Respond(request, writer =>
        {
            WriteName(ref writer, MessageSection.Answer, "www.evil.", RecordType.Cname, "www.victim.");
            Write(ref writer, MessageSection.Answer, "www.victim.", "203.0.113.66");
            return writer;
        })],
        async rig => Assert.Equal(
            ["www.evil. 60 IN CNAME www.victim.", "www.victim. 60 IN A 192.0.2.7"], (await rig.AskAsync("www.evil.")).Answers));

    [Fact]
    public void Endless_referrals_end() => Run(
        request => [Respond(request, writer =>
        {
            // Each label of the name is a zone of its own, served by the same server.
            var name = new ScriptedServer.AskedQuestion(0, request).Name;
            WriteName(ref writer, MessageSection.Authority, name, RecordType.NS, $"ns.{name}");
            Write(ref writer, MessageSection.Additional, $"ns.{name}", Evil);
            return writer;
        })],
        async rig =>
        {
            var name = string.Concat(Enumerable.Repeat("a.", 100)) + "evil.";
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync(name)).Code);
            Assert.InRange(rig.Asked.Count, 5, rig.Options.MaxQuestions + 2);
        });

    [Fact]
    public void A_referral_to_where_it_came_from_is_none() => Run(
        request => [Respond(request, writer =>
        {
            WriteName(ref writer, MessageSection.Authority, "evil.", RecordType.NS, "ns.evil.");
            WriteName(ref writer, MessageSection.Authority, ".", RecordType.NS, "a.root.");
            return writer;
        })],
        async rig =>
        {
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.evil.")).Code);
            Assert.InRange(rig.Asked.Count, 2, 10);
        });

    [Fact]
    public void Endless_aliases_end() => Run(
        request =>
        {
            var name = new ScriptedServer.AskedQuestion(0, request).Name.ToLowerInvariant();
            return [Respond(request, writer =>
            {
                var number = name.StartsWith('n') ? int.Parse(name[1..^6], CultureInfo.InvariantCulture) : 0;
                WriteName(ref writer, MessageSection.Answer, name, RecordType.Cname, $"n{number + 1}.evil.");
                return writer;
            })];
        },
        async rig =>
        {
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("n0.evil.")).Code);
            Assert.InRange(rig.Asked.Count, 16, 25);
        });

    [Fact]
    public void Referrals_to_many_names_of_a_victim_cost_it_little() => Run(
        request => [Respond(request, writer =>
        {
            for (var i = 0; i < 60; i++)
            {
                WriteName(ref writer, MessageSection.Authority, "sub.evil.", RecordType.NS, $"{Random(request, i)}.victim.");
            }

            return writer;
        })],
        async rig =>
        {
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.sub.evil.")).Code);
            Assert.InRange(rig.Asked.Count(static asked => asked.StartsWith(Victim, StringComparison.Ordinal)), 1, 2 * 3);
        });

    [Fact]
    public void Zones_that_serve_each_other_only_are_not_found() => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot("a. NS ns.b.\nb. NS ns.a.\n");
        rig.Start();

        Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.a.")).Code);
        Assert.InRange(rig.Asked.Count, 2, 20);
    });

    [Fact]
    public void Silence_is_given_up() => Run(
        static _ => [],
        async rig =>
        {
            var begin = rig.World.Now;
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.evil.")).Code);
            Assert.InRange((rig.World.Now - begin).TotalSeconds, 1, 10.5);
            var asked = rig.Asked.Count;

            // For a while it is known.
            Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.evil.")).Code);
            Assert.Equal(asked, rig.Asked.Count);
        });

    [Fact]
    public void Huge_answers_are_not_believed() => Run(
        request => [Respond(request, writer =>
        {
            for (var i = 0; i < 3000; i++)
            {
                Write(ref writer, MessageSection.Answer, "www.evil.", $"192.0.{i / 256}.{i % 256}");
            }

            return writer;
        })],
        async rig => Assert.Equal(ResponseCode.ServerFailure, (await rig.AskAsync("www.evil.")).Code));

    [Theory]
    [InlineData(ResponseCode.Refused)]
    [InlineData(ResponseCode.ServerFailure)]
    [InlineData(ResponseCode.NotAuthoritative)]
    public void A_server_that_fails_is_passed_over_and_then_asked_last(ResponseCode code) => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot("two. NS ns1.two.\ntwo. NS ns2.two.\nns1.two. A 10.1.0.8\nns2.two. A 10.1.0.9\n");
        rig.Script("10.1.0.8", request => [ScriptedServer.Respond(request, code: code)]);
        rig.Serve("10.1.0.9", ("two.", "@ SOA ns1 h 1 1 1 1 60\n@ NS ns1\n@ NS ns2\nns1 A 10.1.0.8\nns2 A 10.1.0.9\n*.w A 192.0.2.1\n"));
        rig.Start();
        for (var i = 0; i < 20; i++)
        {
            Assert.Single((await rig.AskAsync($"n{i}.w.two.")).Answers);
        }

        Assert.InRange(rig.Asked.Count(static asked => asked.StartsWith("10.1.0.8", StringComparison.Ordinal)), 0, 1);
    });

    [Fact]
    public void A_server_that_knows_no_edns_is_asked_without_from_then_on() => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot($"old. NS ns.old.\nns.old. A {Evil}\n");
        var server = rig.Script(Evil, static request => request[11] == 0
            ? [ScriptedServer.Respond(request, "192.0.2.1")]
            : [ScriptedServer.Respond(request, code: ResponseCode.FormatError)]);
        rig.Start();
        Assert.Single((await rig.AskAsync("a.old.")).Answers);
        Assert.Single((await rig.AskAsync("b.old.")).Answers);

        Assert.Equal([true, false, false], server.Asked.Select(static asked => asked.HasOpt));
    });

    [Fact]
    public void A_server_that_folds_names_and_takes_no_connections_is_asked_in_small_letters() => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot($"folding. NS ns.folding.\nns.folding. A {Evil}\n");
        rig.Script(Evil, static request => [ScriptedServer.Respond(request, "192.0.2.1", lowers: true)]);
        rig.Start();

        Assert.Single((await rig.AskAsync("averylongnamewithmanyletters.folding.")).Answers);
    });

    [Theory]
    [InlineData(ResponseCode.NameError)]
    [InlineData(ResponseCode.ServerFailure)]
    public void A_server_that_knows_nothing_of_names_between_is_asked_for_the_whole_name(ResponseCode code) => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot($"odd. NS ns.odd.\nns.odd. A {Evil}\n");
        rig.Script(Evil, request => new ScriptedServer.AskedQuestion(0, request).Name.StartsWith("w", StringComparison.OrdinalIgnoreCase)
            ? [ScriptedServer.Respond(request, "192.0.2.1")]
            : [ScriptedServer.Respond(request, code: code)]);
        rig.Start();

        Assert.Single((await rig.AskAsync("w.x.y.odd.")).Answers);
    });

    [Fact]
    public void Whatever_servers_send_the_client_is_answered() => World.Run(async world =>
    {
        var honest = new Server.TestServer([Server.TestServer.ReadZone(
            "@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A 10.1.0.66\n*.w A 192.0.2.1\n*.c CNAME x.w\nd DNAME w\nsub NS ns.sub\nns.sub A 10.1.0.66\n", "evil.")]);
        var random = new SeededRandom(world.Seed);
        var rig = new ResolverWorld(world);
        rig.ServeRoot($"evil. NS ns.evil.\nns.evil. A {Evil}\n");
        rig.Script(Evil, request => [Fuzz.Mutation.Of(honest.Ask(request), [[0xC0, 0x0C], [0], [0, 41], [0, 5], [0, 2]], random)]);
        rig.Start();
        for (var i = 0; i < 300; i++)
        {
            string[] names = [$"n{i}.w.evil.", $"n{i}.c.evil.", $"n{i}.d.evil.", $"n{i}.sub.evil.", $"n{i}.evil."];
            await rig.AskAsync(names[i % names.Length]);
        }
    });

    private static string Random(byte[] request, int number) => string.Create(CultureInfo.InvariantCulture, $"x{request[0]}-{request[1]}-{number}");

    private static void Run(Func<byte[], IEnumerable<byte[]>> evil, Func<ResolverWorld, Task> test) => World.Run(async world =>
    {
        var rig = new ResolverWorld(world);
        rig.ServeRoot($"evil. NS ns.evil.\nns.evil. A {Evil}\nvictim. NS ns.victim.\nns.victim. A {Victim}\n");
        rig.Script(Evil, evil);
        rig.Serve(Victim, ("victim.", $"@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A {Victim}\nwww A 192.0.2.7\n"));
        rig.Start();
        await test(rig);
    });

    private delegate MessageWriter Writing(MessageWriter writer);

    private static byte[] Respond(byte[] request, Writing write)
    {
        RequestView.TryRead(request, out var view, out _);
        var room = new byte[60_000];
        var header = view.Header.ToResponse(ResponseCode.NoError);
        header.Flags |= HeaderFlags.Authoritative;
        var writer = new MessageWriter(room, room.Length, header);
        writer.TryWriteQuestion(view.Question);
        writer = write(writer);
        return room[..writer.Finish()];
    }

    private static void Write(ref MessageWriter writer, MessageSection section, string owner, string address)
    {
        writer.BeginRecord(section, DomainName.Parse(owner).Octets, RecordType.A, RecordClass.Internet, 60);
        writer.WriteUInt32(IPv4Address.Parse(address).Value);
        writer.EndRecord();
    }

    private static void WriteName(ref MessageWriter writer, MessageSection section, string owner, RecordType type, string target)
    {
        writer.BeginRecord(section, DomainName.Parse(owner).Octets, type, RecordClass.Internet, 60);
        writer.Write(DomainName.Parse(target).Octets);
        writer.EndRecord();
    }
}
