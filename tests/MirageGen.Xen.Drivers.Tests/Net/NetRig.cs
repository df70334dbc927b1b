using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A connected network interface with a receiver, and its other end.</summary>
internal sealed class NetRig(XenRig machine, XenNetwork network, Netback netback)
{
    public XenRig Machine => machine;

    public XenNetwork Network => network;

    public Netback Netback { get; private set; } = netback;

    /// <summary>Suspends the domain, and has it go on as another one with another other end.</summary>
    public async Task MoveAsync()
    {
        Assert.True(await machine.SuspendAsync(() =>
        {
            Netback = new(machine);
            Netback.Begin();
        }));
        await XenRig.TurnsAsync(100);
    }

    public FrameInbox Inbox { get; } = new();

    /// <summary>What was logged as an error.</summary>
    public IEnumerable<LogEntry> Errors => machine.Logs.AtLeast(LogLevel.Error);

    /// <summary>Runs a test with an interface that has just been connected.</summary>
    public static void Run(Func<NetRig, Task> test) => XenRig.Run(async machine =>
    {
        var (network, netback) = await machine.ConnectSoundAsync();
        var rig = new NetRig(machine, network, netback);
        network.Attach(rig.Inbox);
        await XenRig.TurnsAsync();
        await test(rig);
        machine.Logs.Clear();
    });

    /// <summary>Sends a frame.</summary>
    public void Send(ReadOnlySpan<byte> frame, in TransmitOffload offload = default)
    {
        Assert.True(network.TryReserve(frame.Length, out var room));
        frame.CopyTo(room);
        network.Send(frame.Length, offload);
    }

    /// <summary>Both directions work.</summary>
    public async Task VerifyTrafficAsync()
    {
        var (sent, received) = (Netback.Sent.Count, Inbox.Frames.Count);
        Send(XenRig.Frame(700, 1));
        Netback.Deliver(XenRig.Frame(900, 2));
        await XenRig.TurnsAsync();
        Assert.Equal(XenRig.Frame(700, 1), Netback.Sent[sent].Octets);
        Assert.Equal(XenRig.Frame(900, 2), Inbox.Frames[received]);
    }
}
