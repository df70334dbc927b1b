using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Unix;
using MirageGen.Unix.Consoles;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>Our server on a port of this host's loopback, on a loop of its own.</summary>
internal sealed class OurServer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Thread _thread;
    private readonly ConcurrentQueue<Action> _actions = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private DnsServer? _server;
    private Exception? _failure;

    private OurServer(int port, Func<OurHost, CancellationToken, Task> run)
    {
        Port = port;
        _thread = new(() => Run(run)) { IsBackground = true };
        _thread.Start();
    }

    public int Port { get; }

    /// <summary>What it serves now.</summary>
    public ZoneSet Zones => _server!.Zones;

    /// <summary>Starts a server.</summary>
    /// <param name="run">Runs it on the port until told to stop.</param>
    /// <param name="port">The port; null for any that is free.</param>
    public static OurServer Start(Func<OurHost, CancellationToken, Task> run, int? port = null)
    {
        var server = new OurServer(port ?? LoopbackPort.Free(), run);
        if (!server._started.Task.Wait(Limit))
        {
            throw new InvalidOperationException("Our server does not start.");
        }

        return server;
    }

    /// <summary>Starts a server of a zone.</summary>
    public static OurServer Start(Zone zone, DnsServerOptions options) => Start((host, stop) =>
    {
        host.Server.Zones = new(zone);
        return host.Server.RunAsync(host.Endpoint, options, stop);
    });

    /// <summary>Does something on its loop.</summary>
    public void Do(Action<DnsServer> action)
    {
        using var done = new ManualResetEventSlim();
        _actions.Enqueue(() =>
        {
            action(_server!);
            done.Set();
        });
        Assert.True(done.Wait(Limit), "our server does nothing");
    }

    /// <summary>Waits until something holds of it.</summary>
    public void WaitUntil(Func<bool> holds, string what)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); Thread.Sleep(20))
        {
            Assert.True(waited.Elapsed < Limit && _failure is null, $"{what} is waited for in vain: {_failure}");
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        Assert.True(_thread.Join(Limit), "our server does not stop");
        Assert.Null(_failure);
    }

    private void Run(Func<OurHost, CancellationToken, Task> run)
    {
        try
        {
            using var loop = UnixLoop.Create();
            loop.Run(() => RunAsync(loop, run));
        }
#pragma warning disable CA1031 // It is told by the thread that made this one.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure = error;
        }
        finally
        {
            _started.TrySetResult();
        }
    }

    private async Task<int> RunAsync(UnixLoop loop, Func<OurHost, CancellationToken, Task> run)
    {
        var machine = new UnixMachine(loop, new OutputStream(Libc.StandardOutput), new OutputStream(Libc.StandardError));
        var clock = new UnixClock(machine);
        await using var stack = new HostStack(machine, NullLogger<HostStack>.Instance, [IPv4Address.Loopback]);
        var host = new OurHost(new(IPv4Address.Loopback, Port), stack, clock);
        _server = host.Server;
        using var stop = new CancellationTokenSource();
        var running = run(host, stop.Token);
        _started.TrySetResult();
        while (!_isStopping && !running.IsCompleted)
        {
            while (_actions.TryDequeue(out var action))
            {
                action();
            }

            await Task.Delay(Pause, clock, CancellationToken.None);
        }

        await stop.CancelAsync();
        await running;
        return 0;
    }
}
