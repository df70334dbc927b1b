using MirageGen.Conformance;
using MirageGen.Unix.Tcp;

namespace MirageGen.Unix.Tests;

public sealed class ClosingFlowsTests
{
    [Theory, OnEachLoop]
    public void A_flow_lingers_until_the_peer_ends_and_drops_what_it_still_sends(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await near.DisposeAsync();
        Assert.Equal(1, rig.Loop.Closing.Count);
        Assert.Equal(string.Empty, await far.HearAllAsync());
        _ = await far.Output.SendBulkAsync(seed: 1, octets: 4 << 20);
        await far.DisposeAsync();
        await rig.Loop.Closing.WaitAsync(rig.Loop, TimeSpan.FromSeconds(30));
        Assert.Equal(0, rig.Loop.Closing.Count);
    });

    [Theory, OnEachLoop]
    public void A_flow_whose_peer_has_ended_does_not_linger(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await far.Output.CompleteAsync();
        Assert.Equal(string.Empty, await near.HearAllAsync());
        await near.DisposeAsync();
        Assert.Equal(0, rig.Loop.Closing.Count);
        await far.DisposeAsync();
    });

    [Theory, OnEachLoop]
    public void A_flow_whose_peer_sends_nothing_more_loses_nothing_and_need_not_linger(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        near.WriteImmutable(new byte[4 << 20]);
        near.ExpectNoInput();
        var disposed = near.DisposeAsync();
        Assert.Equal(4 << 20, await far.Input.CountToEndAsync());
        await disposed;
        Assert.Equal(kind == LoopKind.Epoll, ((SocketFlow)near).IsClosed);
        Assert.Equal(kind == LoopKind.Epoll ? 0 : 1, rig.Loop.Closing.Count);
        await far.DisposeAsync();
    });

    [Theory, OnEachLoop]
    public void A_peer_that_does_not_end_is_left_when_its_time_is_over(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await near.DisposeAsync();
        ((SocketFlow)near).OnExpired();
        Assert.True(((SocketFlow)near).IsClosed);
        Assert.Equal(0, rig.Loop.Closing.Count);
        await far.DisposeAsync();
    });

    [Theory, OnEachLoop]
    public void A_peer_that_takes_nothing_is_reset_when_its_time_is_over(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        near.WriteImmutable(new byte[64 << 20]);
        var disposed = near.DisposeAsync().AsTask();
        await Task.Yield();
        Assert.False(disposed.IsCompleted);
        Assert.Equal(1, rig.Loop.Closing.Count);
        ((SocketFlow)near).OnExpired();
        await disposed;
        Assert.Equal(0, rig.Loop.Closing.Count);
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.CountToEndAsync());
        await far.DisposeAsync();
    });

    [Theory, OnEachLoop]
    public void Completing_both_directions_is_enough_to_give_the_socket_back(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await far.DisposeAsync();
        Assert.Equal(string.Empty, await near.HearAllAsync());
        await near.Output.CompleteAsync();
        await near.Input.CompleteAsync();
        Assert.True(((SocketFlow)near).IsClosed);
    });
}
