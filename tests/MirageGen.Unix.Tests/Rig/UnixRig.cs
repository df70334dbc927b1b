using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Unix.Consoles;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tests;

/// <summary>A machine and its devices on a loop of their own, for the length of one test.</summary>
internal sealed class UnixRig
{
    // Longer than any test takes: a test that hangs fails with it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private UnixRig(UnixLoop loop, ILogger<HostStack> log, IpAddress[]? listen)
    {
        Loop = loop;
        Machine = new UnixMachine(loop, new OutputStream(Libc.StandardOutput), new OutputStream(Libc.StandardError));
        Clock = new UnixClock(Machine);
        Stack = new HostStack(Machine, log, listen);
    }

    public UnixLoop Loop { get; }

    public UnixMachine Machine { get; }

    public UnixClock Clock { get; }

    public HostStack Stack { get; }

    /// <summary>Runs a test on a loop; afterwards every buffer must be back in its pool.</summary>
    public static void Run(
        Func<UnixLoop> makeLoop, Func<UnixRig, Task> test, ILogger<HostStack>? log = null, IpAddress[]? listen = null)
    {
        using var loop = makeLoop();
        _ = loop.Run(async () =>
        {
            var rig = new UnixRig(loop, log ?? NullLogger<HostStack>.Instance, listen);
            await test(rig).WaitAsync(Limit, rig.Clock);
            await rig.Stack.DisposeAsync();
            return 0;
        });
        Assert.Equal(0, loop.Segments.Rented);
    }

    /// <summary>Two ends of a connection over loopback.</summary>
    public async Task<(ITcpFlow Near, ITcpFlow Far)> ConnectAsync(IpAddress address)
    {
        await using var listener = Stack.Tcp.Listen(new(address, 0));
        var near = await Stack.Tcp.ConnectAsync(listener.LocalEndpoint);
        var far = await listener.AcceptAsync();
        return (near, far!);
    }
}
