using MirageGen.Interop;
namespace MirageGen.Xen.Tests;

/// <summary>What C# drivers get of the shim (xen/abi.h), on a real Xen.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenDriverInterfaceTests(Guest guest, RealXen xen)
{
    internal static readonly string[] Pages =
    [
        "aligned True, zeros True, shown True",
        "again True, zeros True",
        "too many 0, none 0, no frame 0",
        "image 0",
        "all came back True, so many again True",
    ];

    [Fact]
    public async Task Pages_are_zeros_side_by_side_and_all_come_back() =>
        Assert.Equal(Pages, (await xen.BootAsync(guest, "pages")).Succeeded());

    [Fact]
    public async Task Hypercalls_reach_xen_and_the_grant_table_is_shown_in_a_hole() =>
        Assert.Equal(
            [
                "xen True, version 4, unknown -38",
                "shared True, holes True, too many 0",
                "grants 0, empty 0, written 1234000000000000, frame True",
                "store 0 0 0 0",
            ],
            (await xen.BootAsync(guest, "hypervisor")).Succeeded());

    [Fact]
    public async Task A_waiting_thread_learns_of_events_and_lets_others_run() =>
        Assert.Equal(
            [
                "masked False, pending True",
                "before True, pending True, again False",
                "during True, others 100, pending True",
                "many 10000",
            ],
            (await xen.BootAsync(guest, "events")).Succeeded());
}
