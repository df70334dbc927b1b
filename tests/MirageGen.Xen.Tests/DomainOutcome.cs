using MirageGen.Interop;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>How a domain ended and what stood on its console.</summary>
/// <param name="End">Xen's word for it.</param>
/// <param name="Console">Its lines.</param>
/// <param name="Log">What Xen had to say of it, and what it wrote to port 0xe9.</param>
internal sealed record DomainOutcome(DomainEnd End, IReadOnlyList<string> Console, string Log)
{
    /// <summary>Waits for the end. The shim ends only when its console was read, xenconsoled may then still be writing that down.</summary>
    public static async Task<DomainOutcome> OfAsync(Dom0 dom0, Domain domain)
    {
        var end = await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled);
        await dom0.RunAsync(WaitForConsoles, RealXen.Limit, RealXen.Cancelled);
        var log = dom0.Log.Split('\n').Where(line => line.Contains($"d{domain.Id}", StringComparison.Ordinal));
        return new(
            end,
            domain.Console.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
            string.Join('\n', log));
    }

    /// <summary>Until xenconsoled sleeps: then it has done all it had to.</summary>
    private const string WaitForConsoles = "until grep -q 'State:.*S' /proc/$(pidof xenconsoled)/status; do usleep 10000; done";

    /// <summary>The console of a guest that ended in this way; the test fails otherwise.</summary>
    public IReadOnlyList<string> Ended(DomainEnd end)
    {
        Assert.True(End == end, $"{End}\n{string.Join('\n', Console)}\n{Log}");
        return Console;
    }

    /// <summary>The console of a guest that ended as it should; the test fails otherwise.</summary>
    public IReadOnlyList<string> Succeeded() => Ended(DomainEnd.PowerOff);

    /// <summary>The line of a guest that panicked, without its first word; the test fails otherwise.</summary>
    public string Panicked() => Panic.LineOf(Ended(DomainEnd.Crash));
}
