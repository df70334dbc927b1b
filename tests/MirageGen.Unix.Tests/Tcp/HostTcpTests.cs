using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class HostTcpTests
{
    [Theory, OnEachLoop]
    public void By_default_it_listens_on_both_loopback_addresses_and_no_other(LoopKind kind) => kind.Run(async rig =>
    {
        await using var listener = rig.Stack.Tcp.Listen(new(IpAddress.None, 0));
        Assert.True(listener.LocalEndpoint.Address.IsNone);
        Assert.NotEqual(0, listener.LocalEndpoint.Port);
        foreach (var address in (IpAddress[])[IPv4Address.Loopback, IPv6Address.Loopback])
        {
            var near = await rig.Stack.Tcp.ConnectAsync(new(address, listener.LocalEndpoint.Port));
            var far = (await listener.AcceptAsync())!;
            Assert.Equal(new IpEndpoint(address, listener.LocalEndpoint.Port), far.LocalEndpoint);
            Assert.Equal(near.LocalEndpoint, far.RemoteEndpoint);
            Assert.Equal(far.LocalEndpoint, near.RemoteEndpoint);
            await near.DisposeAsync();
            await far.DisposeAsync();
        }

        var elsewhere = new IpEndpoint(new IPv4Address(0x7F00_0002), listener.LocalEndpoint.Port);
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Stack.Tcp.ConnectAsync(elsewhere));
    });

    [Theory, OnEachLoop]
    public void On_any_address_a_flow_knows_the_one_it_came_to(LoopKind kind) => kind.Run(
        async rig =>
        {
            await using var listener = rig.Stack.Tcp.Listen(new(IpAddress.None, 0));
            var at = new IpEndpoint(new IPv4Address(0x7F00_0003), listener.LocalEndpoint.Port);
            await using var near = await rig.Stack.Tcp.ConnectAsync(at);
            await using var far = await listener.AcceptAsync();
            Assert.Equal(at, far!.LocalEndpoint);
        },
        listen: [IPv4Address.Any, IPv6Address.Any]);

    [Theory, OnEachLoop]
    public void A_taken_port_is_refused_with_its_reason(LoopKind kind) => kind.Run(async rig =>
    {
        await using var first = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        var error = Assert.Throws<DeviceException>(() => rig.Stack.Tcp.Listen(first.LocalEndpoint));
        Assert.Equal($"cannot listen on {first.LocalEndpoint}: address already in use", error.Message);
    });

    [Theory, OnEachLoop]
    public void A_port_taken_on_one_of_the_addresses_leaves_none_of_them_taken(LoopKind kind) => kind.Run(async rig =>
    {
        var first = rig.Stack.Tcp.Listen(new(IPv6Address.Loopback, 0));
        var port = first.LocalEndpoint.Port;
        var error = Assert.Throws<DeviceException>(() => rig.Stack.Tcp.Listen(new(IpAddress.None, port)));
        Assert.StartsWith($"cannot listen on [::1]:{port}: ", error.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await using var both = rig.Stack.Tcp.Listen(new(IpAddress.None, port));
        Assert.Equal(port, both.LocalEndpoint.Port);
    });

    [Theory, OnEachLoop]
    public void An_address_of_another_host_is_refused_with_advice(LoopKind kind) => kind.Run(rig =>
    {
        var error = Assert.Throws<DeviceException>(() => rig.Stack.Tcp.Listen(new(new IPv4Address(0xC000_0201), 8080)));
        Assert.Contains("192.0.2.1:8080", error.Message, StringComparison.Ordinal);
        Assert.Contains("--listen", error.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    [Fact]
    public void An_address_to_listen_on_that_no_host_has_is_refused()
    {
        var error = Assert.Throws<DeviceException>(() => LoopKind.Epoll.Run(static _ => Task.CompletedTask, [new IPv4Address(0xE000_0001)]));
        Assert.Contains("--listen", error.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachLoop]
    public void A_connection_that_is_refused_says_so(LoopKind kind) => kind.Run(async rig =>
    {
        var listener = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        var gone = listener.LocalEndpoint;
        await listener.DisposeAsync();
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await rig.Stack.Tcp.ConnectAsync(gone));
        Assert.Equal($"cannot connect to {gone}: connection refused", error.Message);
    });

    [Theory, OnEachLoop]
    public void A_connection_attempt_can_be_given_up(LoopKind kind) => kind.Run(async rig =>
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await rig.Stack.Tcp.ConnectAsync(new(IPv4Address.Loopback, 9), new CancellationToken(canceled: true)));

        // A listener whose queue is full answers nobody: the attempts hang until they are given up.
        await using var listener = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0), new() { Backlog = 1 });
        using var cancel = new CancellationTokenSource();
        var attempts = Enumerable.Range(0, 8)
            .Select(_ => rig.Stack.Tcp.ConnectAsync(listener.LocalEndpoint, cancel.Token).AsTask())
            .ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(50), rig.Clock);
        await cancel.CancelAsync();
        var givenUp = 0;
        foreach (var attempt in attempts)
        {
            try
            {
                await (await attempt).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                givenUp++;
            }
        }

        Assert.InRange(givenUp, 1, attempts.Count);
    });

    [Theory, OnEachLoop]
    public void A_place_without_address_or_port_is_no_place_to_connect_to(LoopKind kind) => kind.Run(async rig =>
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await rig.Stack.Tcp.ConnectAsync(new(IpAddress.None, 80)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await rig.Stack.Tcp.ConnectAsync(new(IPv4Address.Loopback, 0)));
    });

    [Theory, OnEachLoop]
    public void Disposing_a_listener_ends_its_accept(LoopKind kind) => kind.Run(async rig =>
    {
        var listener = rig.Stack.Tcp.Listen(new(IpAddress.None, 0));
        var accept = listener.AcceptAsync();
        await listener.DisposeAsync();
        Assert.Null(await accept);
        Assert.Null(await listener.AcceptAsync());
    });

    [Theory, OnEachLoop]
    public void A_cancelled_accept_loses_no_connection(LoopKind kind) => kind.Run(async rig =>
    {
        await using var listener = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        using var cancel = new CancellationTokenSource();
        var accept = listener.AcceptAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await accept);

        await using var near = await rig.Stack.Tcp.ConnectAsync(listener.LocalEndpoint);
        await using var far = await listener.AcceptAsync();
        await near.SayAsync("hello");
        Assert.Equal("hello", await far!.HearAsync(5));
    });

    [Theory, OnEachLoop]
    public void One_accept_at_a_time(LoopKind kind) => kind.Run(async rig =>
    {
        await using var listener = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        var accept = listener.AcceptAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await listener.AcceptAsync());
        await listener.DisposeAsync();
        Assert.Null(await accept);
    });

    [Theory, OnEachLoop]
    public void Completing_the_output_with_an_error_resets_the_connection(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await near.Output.CompleteAsync(new InvalidOperationException("half an answer"));
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.ReadAsync());
        await near.DisposeAsync();
        await far.DisposeAsync();
    });

    [Theory, OnEachLoop]
    public void Disposing_ends_a_read_that_waits(LoopKind kind) => kind.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv6Address.Loopback);
        var read = near.Input.ReadAsync();
        await near.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await read);
        await far.DisposeAsync();
    });
}
