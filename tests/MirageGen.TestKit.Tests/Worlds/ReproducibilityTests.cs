namespace MirageGen.TestKit.Tests.Worlds;

public sealed class ReproducibilityTests
{
    public static TheoryData<string, Wire> Wires() => new()
    {
        { "ideal", Wire.Ideal },
        { "local", Wire.Local },
        { "distant", Wire.Distant },
        { "dreadful", Wire.Dreadful },
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public void One_seed_gives_one_run_to_the_octet(string name, Wire wire)
    {
        Assert.NotEmpty(name);
        var first = World.Run(99, world => Babel(world, wire));
        var second = World.Run(99, world => Babel(world, wire));

        Assert.Equal(first.Trace.ToString(), second.Trace.ToString());
        Assert.Equal(first.Trace.Digest, second.Trace.Digest);
        Assert.Equal((first.Elapsed, first.Turns, first.Trace.Count), (second.Elapsed, second.Turns, second.Trace.Count));
        Assert.True(first.Trace.Count > 100);
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        var digests = Enumerable.Range(1, 10)
            .Select(seed => World.Run((ulong)seed, world => Babel(world, Wire.Distant)).Trace.Digest);

        Assert.Equal(10, digests.Distinct().Count());
    }

    [Fact]
    public void A_scenario_that_takes_chance_from_outside_is_found_out()
    {
        var outside = 0;
        var error = Assert.Throws<WorldException>(() => World.RunReproducibly(world =>
        {
            world.Note("the same");
            world.Note($"the number is {outside++}");
            return Task.CompletedTask;
        }));

        Assert.Contains("in event 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("the number is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("the number is 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reproducible_scenario_passes() =>
        World.RunReproducibly(world => Babel(world, Wire.Dreadful));

    [Fact]
    public void A_trace_longer_than_its_memory_keeps_its_end_and_its_digest()
    {
        var options = new WorldOptions { Seed = 1, TraceOctets = 2000 };
        var report = World.Run(options, world =>
        {
            for (var i = 0; i < 1000; i++)
            {
                world.Note($"line {i}");
            }

            return Task.CompletedTask;
        });

        Assert.False(report.Trace.IsWhole);
        Assert.Equal(1000, report.Trace.Count);
        Assert.EndsWith("0.0000000 note line 999\n", report.Trace.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("0.0000000 note line 9", report.Trace.ToString(), StringComparison.Ordinal);
        Assert.Equal("0.0000000 note line 998\n0.0000000 note line 999", report.Trace.Tail(2));
    }

    [Fact]
    public void An_event_is_one_line_however_long_or_ragged_its_text()
    {
        var report = World.Run(1, world =>
        {
            world.Note("two\nlines");
            world.Note(new string('\u00E4', 2000));
            world.Note("next");
            return Task.CompletedTask;
        });

        var lines = report.Trace.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("0.0000000 note two lines", lines[0]);
        Assert.DoesNotContain('\uFFFD', lines[1]);
        Assert.Equal("0.0000000 note next", lines[2]);
    }

    /// <summary>Several clients talk TCP and UDP with one server, all at once.</summary>
    private static async Task Babel(World world, Wire wire)
    {
        world.Internet.Wire = wire;
        var server = world.AddHost("server");
        server.Start(stop => server.Tcp.ServeAsync(7, Flows.Echo.ServeAsync, stop));
        await using var echo = server.Udp.Bind(7, (IUdpSocket socket, in Datagram datagram) =>
            socket.TrySend(datagram.Path, datagram.Payload));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Speak(world, world.AddHost($"client{i}"), server)));
    }

    private static async Task Speak(World world, SimulatedHost client, SimulatedHost server)
    {
        var random = new SimulatedRandom(client);
        var heard = 0;
        await using var socket = client.Udp.Bind(0, (IUdpSocket _, in Datagram _) => heard++);
        await using var flow = await client.Tcp.ConnectAsync(new(server.Address, 7), world.Stop);
        for (var i = 0; i < 10; i++)
        {
            var message = new byte[100 + (i * 50)];
            random.Fill(message);
            socket.TrySend(new(new(server.Address, 7)), message);
            await flow.Output.WriteAsync(message, world.Stop);
            Assert.Equal(message, await Flows.Echo.ReadExactlyAsync(flow, message.Length));
        }

        world.Note($"{client} heard {heard}");
    }
}
