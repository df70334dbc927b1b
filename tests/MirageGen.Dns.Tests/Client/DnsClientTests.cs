using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Client;

/// <summary>One question, several servers, some of them hostile.</summary>
public sealed class DnsClientTests
{
    private const string Zone = "@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n$GENERATE 1-60 big TXT \"record number $ of a big set\"\n";

    private static readonly DomainName Name = DomainName.Parse("ns.example.");

    [Fact]
    public void A_question_is_answered() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [rig.Serve(Zone)]);

        Assert.Equal(ResponseCode.NoError, answer.Code);
        Assert.Equal("192.0.2.1", Assert.Single(answer.Answers).DataText);
        Assert.DoesNotContain(world.Open, static open => open.StartsWith("client", StringComparison.Ordinal));
    });

    [Fact]
    public void A_name_that_is_not_there_is_an_answer() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answer = await rig.Client.AskAsync(DomainName.Parse("no.example."), RecordType.A, [rig.Serve(Zone)]);

        Assert.Equal(ResponseCode.NameError, answer.Code);
        Assert.Equal(RecordType.Soa, Assert.Single(answer.Authorities).Type);
    });

    [Fact]
    public void A_truncated_answer_is_fetched_over_tcp() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answer = await rig.Client.AskAsync(DomainName.Parse("big.example."), RecordType.Txt, [rig.Serve(Zone)]);

        Assert.Equal(60, answer.Answers.Count);
    });

    [Fact]
    public void A_silent_server_is_passed_over() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var silent = rig.Script(static _ => []);
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [silent.Endpoint, rig.Serve(Zone)]);

        Assert.Single(answer.Answers);
        Assert.Single(silent.Asked);
        Assert.InRange(world.Now, rig.Client.Options.FirstTimeout, rig.Client.Options.FirstTimeout * 1.5);
    });

    [Fact]
    public void Where_nobody_listens_nobody_is_waited_for() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [new(world.AddHost("idle").Address, 53), rig.Serve(Zone)]);

        Assert.Single(answer.Answers);
        Assert.InRange(world.Now, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void Silent_servers_are_asked_again_ever_more_slowly_and_then_given_up() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var silent = rig.Script(static _ => []);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await rig.Client.AskAsync(Name, RecordType.A, [silent.Endpoint], world.Stop));

        Assert.Contains($"no name server answered: asked {silent.Endpoint}", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, silent.Asked.Count);
        Assert.InRange(world.Now.TotalSeconds, 10.5, 10.6);
        Assert.Equal(3, silent.Asked.DistinctBy(asked => (asked.Port, asked.Id)).Count());
    });

    [Fact]
    public void A_server_that_fails_is_passed_over() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var failing = rig.Script(static request => [ScriptedServer.Respond(request, code: ResponseCode.ServerFailure)]);

        Assert.Single((await rig.Client.AskAsync(Name, RecordType.A, [failing.Endpoint, rig.Serve(Zone)])).Answers);
        Assert.Equal(ResponseCode.ServerFailure, (await rig.Client.AskAsync(Name, RecordType.A, [failing.Endpoint])).Code);
    });

    [Fact]
    public void A_server_that_knows_no_edns_is_asked_without() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var old = rig.Script(static request => request[11] == 0
            ? [ScriptedServer.Respond(request, "192.0.2.7")]
            : [[request[0], request[1], 0x80, (byte)ResponseCode.FormatError, 0, 0, 0, 0, 0, 0, 0, 0]]);
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [old.Endpoint]);

        Assert.Equal("192.0.2.7", Assert.Single(answer.Answers).DataText);
        Assert.Equal([true, false], old.Asked.Select(static asked => asked.HasOpt));
    });

    [Fact]
    public void What_answers_something_else_is_passed_over() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var hostile = rig.Script(static request =>
        {
            var otherId = ScriptedServer.Respond(request, "203.0.113.66");
            otherId[0] ^= 0xFF;
            var otherName = ScriptedServer.Respond(request, "203.0.113.66");
            otherName[13] ^= 0x01;
            var otherType = ScriptedServer.Respond(request, "203.0.113.66");
            otherType[12 + Name.Octets.Length + 1] ^= 0x01;
            var noResponse = ScriptedServer.Respond(request, "203.0.113.66");
            noResponse[2] &= 0x7F;
            return [otherId, otherName, otherType, noResponse, [1], [], ScriptedServer.Respond(request, "192.0.2.1")];
        });
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [hostile.Endpoint]);

        Assert.Equal("192.0.2.1", Assert.Single(answer.Answers).DataText);
        Assert.Single(hostile.Asked);
    });

    [Fact]
    public void What_comes_from_elsewhere_is_not_taken_even_if_all_else_is_right() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var forger = world.AddHost("forger").Udp.Bind(53, static (_, in _) => { });
        ScriptedServer? honest = null;
        honest = rig.Script(request =>
        {
            var asker = new IpEndpoint(rig.Host.Address, honest!.Asked[^1].Port);
            forger.TrySend(new(asker), ScriptedServer.Respond(request, "203.0.113.66"));
            return honest.Asked.Count == 1 ? [] : [ScriptedServer.Respond(request, "192.0.2.1")];
        });
        var answer = await rig.Client.AskAsync(Name, RecordType.A, [honest.Endpoint]);

        Assert.Equal("192.0.2.1", Assert.Single(answer.Answers).DataText);
        Assert.Equal(2, honest.Asked.Count);
        await honest.DisposeAsync();
        await forger.DisposeAsync();
    });

    [Fact]
    public void A_name_that_comes_back_in_another_case_is_asked_over_tcp() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var lowering = rig.Script(static request => [ScriptedServer.Respond(request, "203.0.113.66", lowers: true)]);
        ClientWorld.ServeStreams(Zone, lowering.Host);
        var name = DomainName.Parse("ns.ThisNameHasManyLettersSoThatItsCaseIsNeverSmallByChance.example.");
        var answer = await rig.Client.AskAsync(name, RecordType.A, [lowering.Endpoint]);

        Assert.Equal(ResponseCode.NameError, answer.Code);
        Assert.NotEqual(name.ToString(), lowering.Asked[0].Name);
        Assert.Equal(name, DomainName.Parse(lowering.Asked[0].Name));
    });

    [Fact]
    public void Who_is_guessed_at_asks_over_tcp() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var guessed = rig.Script(static request => Enumerable.Range(1, 20).Select(guess =>
        {
            var response = ScriptedServer.Respond(request, "203.0.113.66");
            response[1] ^= (byte)guess;
            return response;
        }));
        ClientWorld.ServeStreams(Zone, guessed.Host);

        Assert.Equal("192.0.2.1", Assert.Single((await rig.Client.AskAsync(Name, RecordType.A, [guessed.Endpoint])).Answers).DataText);
    });

    [Fact]
    public void Ports_ids_and_cases_are_spread() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        await using var server = rig.Script(static request => [ScriptedServer.Respond(request, "192.0.2.1")]);
        for (var i = 0; i < 200; i++)
        {
            await rig.Client.AskAsync(Name, RecordType.A, [server.Endpoint]);
        }

        Assert.InRange(server.Asked.DistinctBy(static asked => asked.Port).Count(), 190, 200);
        Assert.InRange(server.Asked.DistinctBy(static asked => asked.Id).Count(), 190, 200);
        Assert.InRange(server.Asked.DistinctBy(static asked => asked.Name).Count(), 100, 200);
        Assert.All(server.Asked, static asked => Assert.InRange(asked.Port, 1024, 65535));
    });

    [Fact]
    public void Open_questions_are_bounded() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        rig.Client.Options = new() { MaxOpen = 3 };
        await using var silent = rig.Script(static _ => []);
        using var enough = new CancellationTokenSource();
        var open = Enumerable.Range(0, 3).Select(_ => rig.Client.AskAsync(Name, RecordType.A, [silent.Endpoint], enough.Token).AsTask()).ToArray();

        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Client.AskAsync(Name, RecordType.A, [silent.Endpoint], world.Stop));
        enough.Cancel();
        foreach (var question in open)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
        }

        Assert.DoesNotContain(world.Open, static openThing => openThing.StartsWith("client", StringComparison.Ordinal));
    });

    [Fact]
    public void Lost_datagrams_are_made_good() => World.Run(async world =>
    {
        var rig = new ClientWorld(world);
        var server = rig.Serve(Zone);
        world.Link(rig.Host, world.Hosts[1]).Wire = new SimulatedWire { Delay = TimeSpan.FromMilliseconds(20), Loss = 0.2 };
        rig.Client.Options = new() { Rounds = 8 };

        Assert.Single((await rig.Client.AskAsync(Name, RecordType.A, [server])).Answers);
    });
}
