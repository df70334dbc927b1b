namespace MirageGen.Xen.Tests;

/// <summary>A disk that a PC's firmware boots: GRUB in its first MiB loads the image.</summary>
public sealed class DiskBootTests(Guest guest, CompressedGuest compressed) : IClassFixture<CompressedGuest>
{
    [Fact]
    public void The_words_on_the_disk_are_mains_arguments() =>
        Assert.Equal(
            ["a|b|c d|--port=80|$x|#"],
            Guest.BootDisk(compressed.Disk("say", "a", "b", "c d", "--port=80", "$x", "#")).Succeeded());

    [Fact]
    public void The_memory_is_that_of_the_firmwares_map() =>
        Assert.Equal(["filled 40 MiB, 0 wrong"], Guest.BootDisk(compressed.Disk("fill", "40")).Succeeded());

    [Fact]
    public void No_memory_is_lost_to_grub() =>
        Assert.Equal(guest.Boot("memory").Succeeded(), Guest.BootDisk(compressed.Disk("memory")).Succeeded());
}
