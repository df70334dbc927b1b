namespace MirageGen.Xen.Tests;

/// <summary>What C# drivers get of the shim (xen/abi.h), where there is no Xen.</summary>
public sealed class DriverInterfaceTests(Guest guest)
{
    [Fact]
    public void Pages_are_zeros_side_by_side_and_all_come_back() =>
        Assert.Equal(XenDriverInterfaceTests.Pages, guest.Boot("pages").Succeeded());

    [Fact]
    public void Without_a_hypervisor_its_calls_fail_and_there_are_no_holes() =>
        Assert.Equal(
            ["xen False, version -38, unknown -38", "shared False, holes False, too many 0"],
            guest.Boot("hypervisor").Succeeded());

    [Fact]
    public void Without_a_hypervisor_events_do_not_come() =>
        Assert.Equal(["none False"], guest.Boot("events").Succeeded());

    [Fact]
    public void Without_a_hypervisor_nobody_is_suspended() =>
        Assert.Equal(["suspend -38"], guest.Boot("suspend").Succeeded());

    [Fact]
    public void A_reason_to_end_that_does_not_exist_is_a_panic() =>
        Assert.StartsWith("miragegen_shutdown knows no reason 7", guest.Boot("shutdown 7").Panicked());
}
