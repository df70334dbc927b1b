using System.Buffers;
using MirageGen.TestKit.Tests.Flows;

namespace MirageGen.TestKit.Tests.Network;

public sealed class FlowFaultTests
{
    [Fact]
    public void A_wire_that_cuts_delivers_in_random_pieces() => World.Run(11, async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { CutsFlows = true });
        var sent = new byte[20_000];
        world.Random.Fill(sent);
        talk.Near.Output.Write(sent);
        await talk.Near.Output.CompleteAsync();
        var lengths = new List<long>();
        var heard = new List<byte>();
        while (true)
        {
            var read = await talk.Far.Input.ReadAsync(world.Stop);
            lengths.Add(read.Buffer.Length);
            heard.AddRange(read.Buffer.ToArray());
            talk.Far.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        Assert.Equal(sent, heard);
        Assert.True(lengths.Distinct().Count() > 10);
        Assert.True(lengths.Max() <= 1460);
    });

    [Fact]
    public void Whole_segments_have_the_size_of_the_wire() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Mtu = 1040 });
        talk.Near.Output.Write(new byte[5000]);
        await talk.Near.Output.FlushAsync(world.Stop);
        var read = await talk.Far.Input.ReadAsync(world.Stop);

        Assert.Equal(1000, read.Buffer.Length);
    });

    [Fact]
    public void A_loss_delays_a_flow_and_keeps_its_order() => World.Run(4, async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Delay = TimeSpan.FromMilliseconds(5), Loss = 0.2 });
        var begun = world.Now;
        var sent = new byte[100_000];
        world.Random.Fill(sent);
        var hearing = Echo.ReadToEndAsync(talk.Far);
        await talk.Near.Output.WriteAsync(sent, world.Stop);
        await talk.Near.Output.CompleteAsync();

        Assert.Equal(sent, await hearing);
        Assert.True(world.Now - begun > TimeSpan.FromMilliseconds(200));
    });

    [Fact]
    public void Bandwidth_takes_its_time() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { OctetsPerSecond = 10_000 });
        var begun = world.Now;
        var hearing = Echo.ReadToEndAsync(talk.Far);
        await talk.Near.Output.WriteAsync(new byte[100_000], world.Stop);
        await talk.Near.Output.CompleteAsync();
        await hearing;

        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(10.1));
    });

    [Fact]
    public void Back_pressure_is_the_send_buffer_and_the_window() => World.Run(async world =>
    {
        var client = world.AddHost("client");
        var server = world.AddHost("server");
        world.Internet.Wire = Wire.Ideal;
        client.Stack.SendBufferOctets = 10_000;
        server.Stack.ReceiveWindowOctets = 20_000;
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var near = await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        near.Output.Write(new byte[30_000]);
        var flushing = near.Output.FlushAsync(world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.False(flushing.IsCompleted);

        var read = await far.Input.ReadAsync(world.Stop);
        Assert.InRange(read.Buffer.Length, 20_000 - 1460, 20_000);
        far.Input.AdvanceTo(read.Buffer.End);
        await flushing;
    });

    [Fact]
    public void A_cut_link_stalls_a_flow_and_a_healed_one_goes_on() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Delay = TimeSpan.FromMilliseconds(10) });
        talk.Link.Cut();
        talk.Near.Output.Write("still there?"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        var hearing = Echo.ReadExactlyAsync(talk.Far, 12);
        await world.DelayAsync(TimeSpan.FromMinutes(5));
        Assert.False(hearing.IsCompleted);

        talk.Link.Heal();
        await hearing;
        Assert.InRange(world.Now, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6.1));
    });

    [Fact]
    public void What_is_under_way_when_the_link_is_cut_arrives_after_it_is_healed() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Delay = TimeSpan.FromMilliseconds(100) });
        talk.Near.Output.Write("on its way"u8);
        await talk.Near.Output.CompleteAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(50));
        talk.Link.Cut();
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        talk.Link.Heal();

        Assert.Equal("on its way"u8.ToArray(), await Echo.ReadToEndAsync(talk.Far));
    });

    [Fact]
    public void One_direction_can_be_cut() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Link.Cut(talk.Client);
        talk.Near.Output.Write("to the server"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        Assert.Equal("to the server"u8.ToArray(), await Echo.ReadExactlyAsync(talk.Far, 13));

        talk.Far.Output.Write("to the client"u8);
        await talk.Far.Output.FlushAsync(world.Stop);
        var hearing = Echo.ReadExactlyAsync(talk.Near, 13);
        await world.DelayAsync(TimeSpan.FromMinutes(1));
        Assert.False(hearing.IsCompleted);
        talk.Link.Heal();
        await hearing;
    });

    [Fact]
    public void A_flow_whose_peer_does_not_answer_gives_up() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Link.Cut();
        talk.Near.Output.Write("hello?"u8);
        await talk.Near.Output.FlushAsync(world.Stop);

        var error = await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Near.Input.ReadAsync(world.Stop));
        Assert.Equal("10.0.0.2:80 has not answered for 00:15:00", error.Message);
        Assert.Equal(TimeSpan.FromMinutes(15), world.Now);

        // The other end learns of it when it sends.
        talk.Link.Heal();
        talk.Far.Output.Write("sorry, I was out"u8);
        await talk.Far.Output.FlushAsync(world.Stop);
        await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Far.Input.ReadAsync(world.Stop));
    });

    [Fact]
    public void A_link_can_reset_its_flows() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Near.Output.Write("before"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        talk.Link.ResetFlows();

        Assert.Equal("before"u8.ToArray(), await Echo.ReadExactlyAsync(talk.Far, 6));
        await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Far.Input.ReadAsync(world.Stop));
        await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Near.Input.ReadAsync(world.Stop));
        Assert.Empty(talk.Client.Stack.Open);
        Assert.Empty(talk.Server.Stack.Open);
    });

    [Fact]
    public void Resets_can_be_injected_by_chance() => World.Run(6, async world =>
    {
        var survived = 0;
        var talk = await Conversation.BeginAsync(world, new() { FlowResets = 0.5 });
        await using var listener = talk.Server.Tcp.Listen(new(IpAddress.None, 81));
        for (var i = 0; i < 200; i++)
        {
            var near = await talk.Client.Tcp.ConnectAsync(new(talk.Server.Address, 81), world.Stop);
            var far = (await listener.AcceptAsync(world.Stop))!;
            near.Output.Write("x"u8);
            await near.Output.FlushAsync(world.Stop);
            try
            {
                await far.Input.ReadAsync(world.Stop);
                survived++;
            }
            catch (FlowResetException)
            {
                // That was the other half.
            }
        }

        Assert.InRange(survived, 75, 125);
    });

    [Fact]
    public void A_disposed_flow_does_not_wait_for_its_peer_without_end() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Near.Output.Write(new byte[1_000_000]);
        await talk.Near.DisposeAsync();

        Assert.Equal(TimeSpan.FromMinutes(1), world.Now);
        Assert.Empty(talk.Client.Stack.Open);
    });

    [Fact]
    public void Octets_for_a_flow_that_is_no_more_are_answered_with_a_reset() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        await talk.Far.DisposeAsync();
        talk.Near.Output.Write("too late"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Near.Output.FlushAsync(world.Stop));
    });

    [Fact]
    public void A_sender_hears_that_its_peer_takes_no_more() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        await talk.Far.Input.CompleteAsync();
        talk.Near.Output.Write("anybody?"u8);
        Assert.False((await talk.Near.Output.FlushAsync(world.Stop)).IsCompleted);
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        Assert.True((await talk.Near.Output.FlushAsync(world.Stop)).IsCompleted);
    });

    [Fact]
    public void A_stream_that_broke_off_does_not_look_finished() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Near.Output.Write("half of"u8);
        await talk.Near.Output.CompleteAsync(new InvalidDataException("lost the thread"));

        await Assert.ThrowsAsync<FlowResetException>(async () => await Echo.ReadToEndAsync(talk.Far));
    });

    [Fact]
    public void A_disposed_stack_closes_its_ports_and_resets_its_flows() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        var client = world.AddHost("client");
        var stack = new SimulatedStack(server);
        var listener = stack.Tcp.Listen(new(IpAddress.None, 80));
        var near = await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        await listener.AcceptAsync(world.Stop);
        _ = stack.Udp.Bind(53, (IUdpSocket _, in Datagram _) => { });
        Assert.Equal(3, stack.Open.Count);
        await stack.DisposeAsync();

        Assert.Empty(stack.Open);
        await Assert.ThrowsAsync<FlowResetException>(async () => await near.Input.ReadAsync(world.Stop));
        await using var again = server.Tcp.Listen(new(IpAddress.None, 80));
        await using var socket = server.Udp.Bind(53, (IUdpSocket _, in Datagram _) => { });
    });

    [Fact]
    public void Open_names_what_leaks() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        await using var listener = talk.Server.Tcp.Listen(new(IpAddress.None, 81));

        Assert.Equal(
            ["server: TCP listener *:81", "server: TCP flow 10.0.0.2:80 > 10.0.0.1:49152 (client)"], talk.Server.Stack.Open);
        await Task.WhenAll(talk.Near.DisposeAsync().AsTask(), talk.Far.DisposeAsync().AsTask());
        Assert.Equal(["server: TCP listener *:81"], talk.Server.Stack.Open);
    });
}
