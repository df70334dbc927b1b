using MirageGen.Interop;
using System.Globalization;

namespace MirageGen.Xen.Tests;

/// <summary>Xen's clocks and its timer.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenTimeTests(Guest guest, RealXen xen)
{
    /// <summary>dom0 tells whole seconds, and its own clock may have been set a little beside Xen's.</summary>
    private const int Tolerance = 1;

    [Fact]
    public async Task The_wall_clock_is_dom0s()
    {
        var before = await SecondsOfDom0Async();
        var line = Assert.Single((await xen.BootAsync(guest, "now")).Succeeded());
        var after = await SecondsOfDom0Async();

        Assert.InRange(long.Parse(line, CultureInfo.InvariantCulture), before - Tolerance, after + Tolerance);
    }

    [Fact]
    public async Task The_other_clock_never_runs_backwards() =>
        Assert.Equal("backwards 0", (await xen.BootAsync(guest, "clock")).Succeeded()[1]);

    [Fact]
    public async Task Timers_fire_and_never_early() =>
        Assert.Equal(
            ["fired 4, early 0", "sleep early False, clocks agree True"],
            (await xen.BootAsync(guest, "timers")).Succeeded());

    private async Task<long> SecondsOfDom0Async() => long.Parse(await xen.RunAsync("date +%s"), CultureInfo.InvariantCulture);
}
