using System.Diagnostics;
using MirageGen.Composition;
using MirageGen.Xen.Consoles;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Interop;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Machine;

/// <summary>One life of the domain: from its command line to how it ends.</summary>
internal sealed class XenBoot : IDisposable
{
    private static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(1);

    private readonly BootImage _image;
    private readonly XenHypervisor _hypervisor = new();
    private readonly XenLoop _loop;
    private readonly ConsoleRing _console;
    private readonly CancellationTokenSource _stop = new();
    private ShutdownReason _reason = ShutdownReason.PowerOff;

    public unsafe XenBoot(BootImage image)
    {
        _image = image;
        _loop = new(_hypervisor);
        var (page, port) = _hypervisor.ConsoleChannel;
        _console = new(_hypervisor, _loop, (byte*)page, port);
    }

    /// <summary>Runs the appliance.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="compose">As for <see cref="XenMachine.Run"/>.</param>
    /// <returns>The exit code. When the toolstack asked for a reboot it does not come back.</returns>
    public int Run(string[] words, Func<XenMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        var code = ApplianceRun.ToEnd(
            _image, words, Write, Write, arguments => _loop.Run(() => RunAsync(arguments, compose)), _stop.Token);
        Part();
        if (code == 0 && _reason != ShutdownReason.PowerOff)
        {
            Shim.Shutdown((int)_reason);
        }

        return code;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<int> RunAsync(BootArguments arguments, Func<XenMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        var clock = new DomainClock(_loop);
        var (page, port) = _hypervisor.StoreChannel;
        var store = OpenStore(page, port, clock);
        var domain = new XenDomain(_loop, clock, _hypervisor, GrantFrames.Open(), store, _console);
        await ShutdownRequests.ListenAsync(domain, Stop, message => Write(ApplianceRun.Line(_image, message)));
        return await compose(new XenMachine(_loop, _console, domain), arguments, _stop.Token);
    }

    private unsafe XenStore OpenStore(nint page, uint port, TimeProvider clock) => new(_hypervisor, (byte*)page, port, clock);

    private void Stop(bool startsAgain)
    {
        _reason = startsAgain ? ShutdownReason.Reboot : ShutdownReason.PowerOff;
        if (_stop.IsCancellationRequested)
        {
            // Asked twice: whoever asks has no patience left.
            EndAtOnce("ended at once by a second request");
        }

        _loop.Timers.Create(static boot => ((XenBoot)boot!).OnGraceOver(), this).Start(GraceTime);
        _stop.Cancel();
    }

    private void OnGraceOver() => EndAtOnce($"did not stop within {(int)GraceTime.TotalSeconds} seconds");

    private void EndAtOnce(string message)
    {
        Write(ApplianceRun.Line(_image, message));
        Part();
        Shim.Shutdown((int)_reason);
    }

    private void Write(string text) => _console.Write(text);

    // What was written last says why, as a rule: xenconsoled gets a moment to take it.
    private void Part()
    {
        var end = Stopwatch.GetTimestamp() + (long)(PartingTime.TotalSeconds * Stopwatch.Frequency);
        while (!_console.IsFlushed && Stopwatch.GetTimestamp() < end)
        {
            _hypervisor.Poll(XenLoop.DeadlineAfter(TimeSpan.FromMilliseconds(10)));
        }
    }
}
