using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>A compressed image as a domain of a real Xen.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenCompressedBootTests(Guest guest, CompressedGuest compressed, RealXen xen) : IClassFixture<CompressedGuest>
{
    [Fact]
    public async Task The_words_of_the_command_line_come_back_on_the_console_and_the_domain_powers_off() =>
        Assert.Equal(["a|b|c d|--port=80"], (await xen.BootAsync(compressed.Kernel, "say a   b \"c d\" --port=80")).Succeeded());

    [Fact]
    public async Task No_memory_is_lost_to_what_unpacked_it() =>
        Assert.Equal(
            (await xen.BootAsync(guest, "memory")).Succeeded(),
            (await xen.BootAsync(compressed.Kernel, "memory")).Succeeded());

    [Fact]
    public async Task The_place_of_what_unpacked_it_is_memory_like_any_other() =>
        Assert.Equal(["filled 40 MiB, 0 wrong"], (await xen.BootAsync(compressed.Kernel, "fill 40")).Succeeded());

    [Fact]
    public async Task Little_more_memory_than_that_of_the_image_is_enough_to_start_in() =>
        Assert.Equal(["start"], (await xen.BootAsync(compressed.Kernel, "say start", 6)).Succeeded());

    [Fact]
    public async Task A_damaged_one_is_one_line_on_the_console_and_a_crash()
    {
        var console = (await xen.BootAsync(compressed.Damaged(0.5), "say start")).Ended(DomainEnd.Crash);

        Assert.StartsWith("panic: the compressed image is damaged: ", Assert.Single(console));
    }
}
