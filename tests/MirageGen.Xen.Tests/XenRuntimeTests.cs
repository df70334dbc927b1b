using MirageGen.Interop;
namespace MirageGen.Xen.Tests;

/// <summary>The runtime in a domain of a real Xen: memory, exceptions, threads, protection, randomness.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenRuntimeTests(Guest guest, RealXen xen)
{
    [Fact]
    public async Task Traps_become_exceptions()
    {
        var lines = (await xen.BootAsync(guest, "exceptions")).Succeeded();

        Assert.Equal(10, lines.Count);
        Assert.Equal("null read: NullReferenceException at MirageGen.Xen.Guest.Exceptions.Length", lines[0]);
        Assert.Equal("many: 1000", lines[^2]);
    }

    [Fact]
    public async Task Four_hundred_mebioctets_of_garbage_pass_through_sixty_four() =>
        Assert.Equal(["intact 4096, collected True, finalized 10"], (await xen.BootAsync(guest, "collect")).Succeeded());

    [Fact]
    public async Task Memory_that_ran_out_is_an_exception_and_comes_back() =>
        Assert.Equal(
            ["exhausted: True", "exhausted: True", "exhausted: True", "afterwards: 8388608"],
            (await xen.BootAsync(guest, "exhaust")).Succeeded());

    [Fact]
    public async Task Threads_share_locks_and_give_their_stacks_back() =>
        Assert.Equal(
            ["total 8000", "handed over 1000", "timed out True", "many 300"],
            (await xen.BootAsync(guest, "threads")).Succeeded());

    [Fact]
    public async Task Tasks_run_on_the_thread_pool() =>
        Assert.Equal(["squares 2470", "channel 5050"], (await xen.BootAsync(guest, "tasks")).Succeeded());

    [Fact]
    public async Task Threads_that_allocate_trap_and_lock_at_once_go_on_in_little_memory() =>
        Assert.Equal(
            ["caught 12000, checked 12000, collections True"],
            (await xen.BootAsync(guest, "soak", 24)).Succeeded());

    [Theory]
    [InlineData("deadlock", "deadlock: every thread waits")]
    [InlineData("write-text", "W^X: write to read-only memory")]
    [InlineData("execute-data", "W^X: execution of data")]
    [InlineData("recurse", "stack overflow at 0x")]
    public async Task What_must_not_be_ends_in_a_crash_that_says_so(string way, string said) =>
        Assert.StartsWith(said, (await xen.BootAsync(guest, way)).Panicked());

    [Fact]
    public async Task Two_domains_draw_different_numbers()
    {
        var outcomes = await Task.WhenAll(xen.BootAsync(guest, "random"), xen.BootAsync(guest, "random"));
        var first = outcomes[0].Succeeded();
        var second = outcomes[1].Succeeded();

        Assert.StartsWith("first ", first[0]);
        Assert.NotEqual(first[0], second[0]);
        Assert.All([first, second], lines => Assert.Equal("balanced True, distinct 1000", lines[1]));
    }
}
