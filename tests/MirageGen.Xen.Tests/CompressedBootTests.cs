using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>A compressed image is, once it is unpacked, the image.</summary>
public sealed class CompressedBootTests(Guest guest, CompressedGuest compressed) : IClassFixture<CompressedGuest>
{
    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    [InlineData("microvm,pit=on,rtc=on")]
    public void The_words_of_the_command_line_are_mains_arguments(string machine) =>
        Assert.Equal(["a|b|c d|--port=80"], compressed.Boot("say a   b \"c d\" --port=80 ", "-machine", machine).Succeeded());

    [Fact]
    public void It_has_less_than_half_the_octets() =>
        Assert.InRange(new FileInfo(compressed.Kernel).Length, 1, new FileInfo(guest.Kernel).Length / 2);

    [Fact]
    public void Grub_finds_its_header() => Shell.Run("grub-file", "--is-x86-multiboot2", compressed.Kernel).Succeeded();

    [Theory]
    [InlineData("-m", "64")]
    [InlineData("-m", "512", "-machine", "pc,max-ram-below-4g=64M")]
    public void No_memory_is_lost_to_what_unpacked_it(params string[] machine) =>
        Assert.Equal(guest.Boot("memory", machine).Succeeded(), compressed.Boot("memory", machine).Succeeded());

    [Theory]
    [InlineData("collect", "intact 4096, collected True, finalized 10")]
    [InlineData("fill 48", "filled 48 MiB, 0 wrong")]
    public void The_place_of_what_unpacked_it_is_memory_like_any_other(string property, string line) =>
        Assert.Equal([line], compressed.Boot(property).Succeeded());

    [Fact]
    public void Memory_above_four_gibioctets_is_used() =>
        Assert.Equal(
            ["filled 300 MiB, 0 wrong"],
            compressed.Boot("fill 300", "-m", "512", "-machine", "pc,max-ram-below-4g=64M").Succeeded());

    [Fact]
    public void Eight_mebioctets_are_enough_to_start_in() =>
        Assert.Equal(["start"], compressed.Boot("say start", "-m", "8").Succeeded());

    [Fact]
    public void Text_is_not_written() =>
        Assert.StartsWith("W^X: write to read-only memory", compressed.Boot("write-text").Panicked());

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public void A_damaged_one_is_said_to_be_and_ends(double part) =>
        Assert.StartsWith("the compressed image is damaged: ", Guest.Boot(compressed.Damaged(part), "say start", []).Panicked());

    [Fact]
    public void Octets_that_unpack_and_are_others_are_found_out() =>
        Assert.Equal(
            "the compressed image is damaged: its checksum is wrong",
            Guest.Boot(compressed.WithWrongChecksum(), "say start", []).Panicked());

    [Fact]
    public void A_processor_that_dotnet_cannot_use_is_said_to_be() =>
        Assert.Equal(
            "the processor has no SSE 4.2, which .NET needs",
            compressed.Boot("say start", "-cpu", "qemu64").Panicked());
}
