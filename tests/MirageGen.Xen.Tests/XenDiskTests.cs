using System.Globalization;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>Disks of a domain, whose other end is Linux's: what one side writes the other reads.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenDiskTests(DiskWork work, RealXen xen)
{
    [Fact]
    public async Task What_it_fills_and_flushes_is_what_dom0_reads()
    {
        var file = await xen.MakeDiskAsync("filled");

        var lines = (await work.RunAsync(xen, "--task fill", [file])).Succeeded();

        Assert.Equal([$"{DiskFiles.Mebi * 2048} sectors of 512", $"sum {await SumAsync(file)}"], lines);
        Assert.NotEqual(await SumAsync(await xen.MakeDiskAsync("zeros")), await SumAsync(file));
    }

    [Fact]
    public async Task What_dom0_has_written_it_reads_from_the_disk_that_it_is_told()
    {
        var (first, second) = (await xen.MakeDiskAsync("first", "urandom"), await xen.MakeDiskAsync("second", "urandom"));

        Assert.Equal($"sum {await SumAsync(first)}", (await work.RunAsync(xen, "--task sum", [first, second])).Succeeded()[1]);
        Assert.Equal($"sum {await SumAsync(second)}", (await work.RunAsync(xen, "--task sum --disk xvdb", [first, second])).Succeeded()[1]);
        Assert.Equal($"sum {await SumAsync(second)}", (await work.RunAsync(xen, "--task sum --disk 51728", [first, second])).Succeeded()[1]);
    }

    [Fact]
    public async Task A_block_device_of_dom0_is_a_disk_too()
    {
        var file = await xen.MakeDiskAsync("device", "urandom");
        var device = (await xen.RunAsync($"d=$(losetup -f) && losetup $d {file} && echo $d")).Trim();

        Assert.Equal($"sum {await SumAsync(file)}", (await work.RunAsync(xen, "--task sum", [device])).Succeeded()[1]);
        var filled = (await work.RunAsync(xen, "--task fill", [device])).Succeeded()[1];
        Assert.Equal($"sum {await SumAsync(device)}", filled);
        await xen.RunAsync($"losetup -d {device}");
    }

    [Fact]
    public async Task A_read_only_disk_is_read_and_not_written()
    {
        var file = await xen.MakeDiskAsync("read-only", "urandom");
        var before = await SumAsync(file);

        Assert.Equal(
            [$"{DiskFiles.Mebi * 2048} sectors of 512, read-only", $"sum {before}"],
            (await work.RunAsync(xen, "--task sum", [], [file])).Succeeded());
        Assert.Equal(
            "DiskWork: the disk xvda is read-only",
            (await work.RunAsync(xen, "--task fill", [], [file])).Ended(DomainEnd.Crash)[1]);
        Assert.Equal(before, await SumAsync(file));
    }

    [Fact]
    public async Task What_is_discarded_takes_no_room_any_more()
    {
        var file = await xen.MakeDiskAsync("discarded", "urandom");
        var half = await xen.RunAsync($"tail -c {DiskFiles.Mebi << 19} {file} | sha256sum");

        Assert.Equal("discarded", (await work.RunAsync(xen, "--task discard", [file])).Succeeded()[1]);

        Assert.Equal(DiskFiles.Mebi * 1024, int.Parse(await xen.RunAsync($"stat -c %b {file}"), CultureInfo.InvariantCulture));
        Assert.Equal(half, await xen.RunAsync($"tail -c {DiskFiles.Mebi << 19} {file} | sha256sum"));
    }

    [Theory]
    [InlineData("", false, "DiskWork: the domain has no disk xvda; it has none: add one to its configuration (disk = [ ... ])")]
    [InlineData("--disk xvdc", true, "DiskWork: the domain has no disk xvdc; it has xvda")]
    [InlineData("--disk nvme0", true, "DiskWork: 'nvme0' is no name of a disk: they are called xvda, xvdb and so on, or have a number")]
    public async Task A_disk_that_is_not_there_is_one_line_and_a_crash(string commandLine, bool hasDisk, string line) =>
        Assert.Equal(
            [line, "exit code 1"],
            (await work.RunAsync(xen, commandLine, hasDisk ? [await xen.MakeDiskAsync("there")] : [])).Ended(DomainEnd.Crash));

    [Fact]
    public async Task It_goes_on_when_the_other_end_is_unbound_and_bound_in_the_middle_of_transfers()
    {
        var file = await xen.MakeDiskAsync("bound");
        await using var domain = await work.CreateAsync(xen, "--task repeat", [file]);
        for (var restart = 1; restart <= 5; restart++)
        {
            await WaitForRoundAsync(domain);
            await xen.RunAsync($"for way in unbind bind; do echo vbd-{domain.Id}-51712 >/sys/bus/xen-backend/drivers/vbd/$way; done");
            await WaitForRoundAsync(domain);
        }

        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
        var outcome = await DomainOutcome.OfAsync(xen.Dom0, domain);
        var rounds = outcome.Succeeded().Where(static line => line.StartsWith("round ", StringComparison.Ordinal)).ToArray();
        Assert.All(rounds, static line => Assert.EndsWith(" is right", line, StringComparison.Ordinal));
        Assert.Equal($"sum {await SumAsync(file)}", outcome.Console[^1]);
    }

    [Fact]
    public async Task It_goes_on_when_it_is_saved_and_restored_in_the_middle_of_transfers()
    {
        var file = await xen.MakeDiskAsync("saved");
        await using var domain = await work.CreateAsync(xen, "--task repeat", [file]);
        for (var save = 1; save <= 3; save++)
        {
            await WaitForRoundAsync(domain);
            await xen.MoveAsync(domain);
            await WaitForRoundAsync(domain);
        }

        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
        var outcome = await DomainOutcome.OfAsync(xen.Dom0, domain);
        var rounds = outcome.Succeeded().Where(static line => line.StartsWith("round ", StringComparison.Ordinal)).ToArray();
        Assert.All(rounds, static line => Assert.EndsWith(" is right", line, StringComparison.Ordinal));
        Assert.Equal($"sum {await SumAsync(file)}", outcome.Console[^1]);

        // Gone when the domain is: dom0 has no room for many.
        await xen.RunAsync($"rm {file}");
    }

    private static Task WaitForRoundAsync(Domain domain)
    {
        var rounds = domain.Console.Text.Split('\n').Count(static line => line.StartsWith("round ", StringComparison.Ordinal));
        return domain.Console.WaitForAsync($"round {rounds + 2} ", RealXen.Limit, RealXen.Cancelled);
    }

    private async Task<string> SumAsync(string file) => (await xen.RunAsync($"sha256sum {file}"))[..64];
}
