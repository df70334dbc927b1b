using Microsoft.Extensions.Logging;
using MirageGen.Abstractions.Tests.Loop;

namespace MirageGen.Abstractions.Tests.Network;

public sealed class TcpServingTests : IDisposable
{
    private readonly TestLoop _loop = new();
    private readonly TestTcp _tcp = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<int> _served = [];
    private readonly TestLog _log = new();

    public void Dispose()
    {
        _stop.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void Each_connection_is_handed_to_a_handler_and_disposed_after_it()
    {
        var release = new TaskCompletionSource();
        var serving = Serve(async (flow, _) =>
        {
            await release.Task;
            Assert.False(flow.IsDisposed);
        });

        var (first, second) = (_tcp.Connect(), _tcp.Connect());
        Settle();
        Assert.Equal([1, 2], _served);
        Assert.False(first.IsDisposed);

        release.SetResult();
        Settle();
        Assert.True(first.IsDisposed && second.IsDisposed);
        Assert.False(serving.IsCompleted);
    }

    [Fact]
    public void Accepting_pauses_while_there_are_as_many_connections_as_allowed()
    {
        var handlers = new Dictionary<int, TaskCompletionSource>();
        Serve(
            (flow, _) => (handlers[flow.Number] = new TaskCompletionSource()).Task,
            new TcpServeOptions { MaxConnections = 2 });

        for (var i = 0; i < 4; i++)
        {
            _tcp.Connect();
        }

        Settle();
        Assert.Equal([1, 2], _served);
        Assert.Equal(2, _tcp.Waiting);

        handlers[2].SetResult();
        Settle();
        Assert.Equal([1, 2, 3], _served);

        handlers[1].SetResult();
        handlers[3].SetResult();
        Settle();
        Assert.Equal([1, 2, 3, 4], _served);
    }

    [Fact]
    public void Stopping_ends_the_listening_and_waits_for_the_handlers_which_see_the_same_token()
    {
        var release = new TaskCompletionSource();
        CancellationToken seen = default;
        var serving = Serve(async (_, stop) =>
        {
            seen = stop;
            await release.Task;
        });
        _tcp.Connect();
        Settle();

        _stop.Cancel();
        Settle();
        Assert.False(_tcp.IsListening);
        Assert.True(seen.IsCancellationRequested);
        Assert.False(serving.IsCompleted);

        release.SetResult();
        Settle();
        Assert.True(serving.IsCompletedSuccessfully);
    }

    [Fact]
    public void Stopping_while_full_takes_no_further_connection()
    {
        var release = new TaskCompletionSource();
        var serving = Serve((_, _) => release.Task, new TcpServeOptions { MaxConnections = 1 });
        _tcp.Connect();
        _tcp.Connect();
        Settle();

        _stop.Cancel();
        release.SetResult();
        Settle();

        Assert.True(serving.IsCompletedSuccessfully);
        Assert.Equal([1], _served);
    }

    [Fact]
    public void A_listener_that_is_disposed_ends_the_serving_in_order()
    {
        var serving = Serve((_, _) => Task.CompletedTask);
        Settle();

        _tcp.Close();
        Settle();

        Assert.True(serving.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_handler_that_fails_is_logged_and_the_others_go_on()
    {
        var serving = Serve((flow, _) => flow.Number switch
        {
            1 => throw new InvalidOperationException("at once"),
            2 => Task.FromException(new InvalidOperationException("later")),
            3 => Task.FromException(new FlowResetException("the peer went away")),
            4 => Task.FromException(new OperationCanceledException("its own timeout")),
            _ => Task.CompletedTask,
        });

        for (var i = 0; i < 5; i++)
        {
            _tcp.Connect();
        }

        Settle();

        Assert.Equal([1, 2, 3, 4, 5], _served);
        Assert.All(_tcp.Connections, flow => Assert.True(flow.IsDisposed));
        Assert.Equal(
            [
                "Error: The handler of the connection from 198.51.100.1:1 failed (at once)",
                "Error: The handler of the connection from 198.51.100.1:2 failed (later)",
                "Error: The handler of the connection from 198.51.100.1:4 failed (its own timeout)",
            ],
            _log.Lines);
        Assert.False(serving.IsCompleted);
    }

    [Fact]
    public void A_handler_that_ends_because_it_was_stopped_has_not_failed()
    {
        var serving = Serve(async (_, stop) =>
        {
            var stopped = new TaskCompletionSource();
            await using var registration = stop.Register(stopped.SetResult);
            await stopped.Task;
            stop.ThrowIfCancellationRequested();
        });
        _tcp.Connect();
        Settle();

        _stop.Cancel();
        Settle();

        Assert.True(serving.IsCompletedSuccessfully);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_listener_that_fails_stops_the_handlers_and_is_heard_of_when_they_have_ended()
    {
        var release = new TaskCompletionSource();
        CancellationToken seen = default;
        var serving = Serve((_, stop) =>
        {
            seen = stop;
            return release.Task;
        });
        var flow = _tcp.Connect();
        Settle();

        _tcp.Fail(new DeviceException("too many open files"));
        Settle();
        Assert.False(_tcp.IsListening);
        Assert.True(seen.IsCancellationRequested);
        Assert.False(serving.IsCompleted);

        release.SetResult();
        Settle();
        Assert.True(flow.IsDisposed);
        Assert.Equal("too many open files", Assert.IsType<DeviceException>(serving.Exception!.InnerException).Message);
    }

    [Fact]
    public void A_port_alone_means_every_address()
    {
        var options = new TcpServeOptions { Listen = new TcpListenOptions { Backlog = 7 } };

        _ = _tcp.ServeAsync(8080, (_, _) => Task.CompletedTask, _stop.Token, options);

        Assert.Equal(IpEndpoint.Parse("*:8080"), _tcp.LocalEndpoint);
        Assert.Equal(7, _tcp.Options!.Backlog);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task A_port_that_is_none_is_said_to_the_person_who_gave_it(int port)
    {
        var error = await Assert.ThrowsAsync<DeviceException>(() => _tcp.ServeAsync(port, (_, _) => Task.CompletedTask, _stop.Token));

        Assert.Equal($"cannot listen on port {port}: ports are 0 to 65535", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Serving_nobody_is_refused(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpServeOptions { MaxConnections = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpListenOptions { Backlog = limit });
    }

    private Task Serve(Func<TestFlow, CancellationToken, Task> handler, TcpServeOptions? options = null) => _tcp.ServeAsync(
        IpEndpoint.Parse("192.0.2.1:80"),
        (flow, stop) =>
        {
            _served.Add(((TestFlow)flow).Number);
            return handler((TestFlow)flow, stop);
        },
        _stop.Token,
        options,
        _log);

    private void Settle()
    {
        for (var i = 0; i < 20; i++)
        {
            _loop.Turn();
        }
    }

    private sealed class TestLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)} ({exception?.Message})");
    }
}
