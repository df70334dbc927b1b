namespace MirageGen.Xen.Tests;

/// <summary>The garbage collector on little memory, on none, and on much.</summary>
public sealed class MemoryTests(Guest guest)
{
    [Fact]
    public void Four_hundred_mebioctets_of_garbage_pass_through_sixty_four() =>
        Assert.Equal(["intact 4096, collected True, finalized 10"], guest.Boot("collect").Succeeded());

    [Theory]
    [InlineData("64")]
    [InlineData("67")] /* no whole number of the collector's regions */
    public void Memory_that_ran_out_is_an_exception_and_comes_back(string mebi) =>
        Assert.Equal(
            ["exhausted: True", "exhausted: True", "exhausted: True", "afterwards: 8388608"],
            guest.Boot("exhaust", "-m", mebi).Succeeded());

    [Fact]
    public void Memory_above_four_gibioctets_is_used() =>
        Assert.Equal(
            ["filled 300 MiB, 0 wrong"],
            guest.Boot("fill 300", "-m", "512", "-machine", "pc,max-ram-below-4g=64M").Succeeded());
}
