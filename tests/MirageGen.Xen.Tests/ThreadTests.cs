namespace MirageGen.Xen.Tests;

/// <summary>Threads, locks and tasks on one processor.</summary>
public sealed class ThreadTests(Guest guest)
{
    [Fact]
    public void Threads_share_locks_and_give_their_stacks_back() =>
        Assert.Equal(
            ["total 8000", "handed over 1000", "timed out True", "many 300"],
            guest.Boot("threads").Succeeded());

    [Fact]
    public void Tasks_run_on_the_thread_pool() =>
        Assert.Equal(["squares 2470", "channel 5050"], guest.Boot("tasks").Succeeded());

    [Fact]
    public void Threads_that_allocate_trap_and_lock_at_once_go_on_in_little_memory() =>
        Assert.Equal(["caught 12000, checked 12000, collections True"], guest.Boot("soak", "-m", "24").Succeeded());

    [Fact]
    public void A_deadlock_is_a_panic_and_no_silence() =>
        Assert.StartsWith("deadlock: every thread waits", guest.Boot("deadlock").Panicked());
}
