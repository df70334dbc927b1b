using System.Text;
using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Tests;

/// <summary>Domains come, speak, and go in every way there is.</summary>
public sealed class DomainTests(RealXen xen, TestGuest guest)
{
    [Fact]
    public async Task A_domain_gets_its_arguments_writes_to_its_console_and_powers_off()
    {
        await using var domain = await xen.CreateAsync(guest.With("once upon a \"time\""));

        await domain.Console.WaitForAsync("\n", RealXen.Limit, RealXen.Cancelled);

        Assert.Equal("once upon a \"time\"", domain.Console.Text.TrimEnd());
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task What_a_domain_writes_to_the_debug_port_is_in_the_log_with_its_number()
    {
        await using var domain = await xen.CreateAsync(guest.With("off"));
        await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled);

        Assert.Contains($"(d{domain.Id}) the test's guest is here", xen.Dom0.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_is_reported_as_such()
    {
        await using var domain = await xen.CreateAsync(guest.With("crash"));

        Assert.Equal(DomainEnd.Crash, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task A_triple_fault_is_reported_as_a_reboot_and_logged()
    {
        await using var domain = await xen.CreateAsync(guest.With("fault"));

        Assert.Equal(DomainEnd.Reboot, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
        Assert.Contains($"d{domain.Id}v0 Triple fault", xen.Dom0.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_destroyed_is_gone()
    {
        var domain = await xen.CreateAsync(guest.With("wait"));
        var end = domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled);

        await domain.DisposeAsync();

        Assert.Equal(DomainEnd.Gone, await end);
        Assert.DoesNotContain(domain.Name, await xen.RunAsync("xl list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_does_not_listen_is_not_shut_down()
    {
        await using var domain = await xen.CreateAsync(guest.With("wait"));

        Assert.False(await domain.ShutDownAsync(TimeSpan.FromSeconds(1), RealXen.Cancelled));
        Assert.Contains(domain.Name, await xen.RunAsync("xl list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_listens_is_shut_down()
    {
        await using var domain = await xen.CreateAsync(guest.With("shut me down"));

        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task What_is_typed_comes_to_the_domains_console()
    {
        await using var domain = await xen.CreateAsync(guest.With("echo"));

        await domain.TypeAsync(new MemoryStream("typed by \"someone\"\n"u8.ToArray()), RealXen.Cancelled);

        await domain.Console.WaitForAsync("typed by \"someone\"\n", RealXen.Limit, RealXen.Cancelled);
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task A_console_is_copied_while_the_domain_lives_and_to_its_last_word()
    {
        await using var domain = await xen.CreateAsync(guest.With("live, and be read"));
        using var stop = new CancellationTokenSource();
        using var output = new MemoryStream();
        var copying = domain.Console.CopyToAsync(output, stop.Token);
        await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled);
        await domain.Console.WaitForAsync("\n", RealXen.Limit, RealXen.Cancelled);

        await stop.CancelAsync();
        await copying;

        var copied = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(domain.Console.Text, copied);
        Assert.Contains("live, and be read", copied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_domains_leave_nothing_behind()
    {
        // What the first one makes once and for all is not a leak.
        await ComeAndGoAsync();
        var before = await TracesAsync();

        for (var domain = 0; domain < 5; domain++)
        {
            await ComeAndGoAsync();
        }

        var after = await TracesAsync();
        for (var waited = 0; after != before && waited < 100; waited++)
        {
            // Xen gives a dead domain's memory back in its own time.
            await xen.RunAsync("usleep 100000");
            after = await TracesAsync();
        }

        Assert.Equal(before, after);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(xen.Dom0.Share, "domains")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(xen.Dom0.Share, "commands")).Skip(1));
    }

    private async Task ComeAndGoAsync()
    {
        await using var domain = await xen.CreateAsync(guest.With("off"));
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    /// <summary>Xen's free memory, its domains, what the store knows of domains, and dom0's processes but for this command's own.</summary>
    private Task<string> TracesAsync() => xen.RunAsync(
        """
        xl info | grep free_memory
        xl list | awk '{ print $1 }'
        xenstore-list /local/domain
        xenstore-list /vm
        ps -o comm | grep -E 'xl|xenstore|await-end' | sort
        """);
}
