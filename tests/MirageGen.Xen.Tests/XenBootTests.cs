using MirageGen.Interop;
using System.Globalization;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>A domain of a real Xen, from its creation to its end.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenBootTests(Guest guest, RealXen xen)
{
    /// <summary>With one less Xen's builder has no room for the image: it must fit between 2 MiB and the end.</summary>
    private const int LeastMebi = 5;

    [Fact]
    public async Task The_words_of_the_command_line_come_back_on_the_console_and_the_domain_powers_off() =>
        Assert.Equal(["a|b|c d|--port=80"], (await xen.BootAsync(guest, "say a   b \"c d\" --port=80")).Succeeded());

    [Fact]
    public async Task An_exit_code_is_on_the_console_and_the_end_a_crash() =>
        Assert.Equal(["exit code 3"], (await xen.BootAsync(guest, "exit 3")).Ended(DomainEnd.Crash));

    [Theory]
    [InlineData(0, (int)DomainEnd.PowerOff)]
    [InlineData(1, (int)DomainEnd.Reboot)]
    [InlineData(3, (int)DomainEnd.Crash)]
    public async Task A_domain_ends_for_the_reason_that_it_gives(int reason, int end) =>
        (await xen.BootAsync(guest, string.Create(CultureInfo.InvariantCulture, $"shutdown {reason}"))).Ended((DomainEnd)end);

    [Fact]
    public async Task An_exception_that_nobody_catches_is_on_the_console_before_the_crash()
    {
        var outcome = await xen.BootAsync(guest, "unhandled");

        Assert.StartsWith("abort", outcome.Panicked());
        Assert.Equal("Unhandled exception. System.InvalidOperationException: nobody catches this", outcome.Console[0]);
    }

    [Fact]
    public async Task More_output_than_the_ring_holds_arrives_whole() =>
        Assert.Equal(
            Enumerable.Range(0, 2000).Select(line => $"line {line} of 2000"),
            (await xen.BootAsync(guest, "flood 2000")).Succeeded());

    [Fact]
    public async Task A_console_that_nobody_reads_holds_a_domain_up_for_a_while_and_not_for_ever()
    {
        await using var domain = await xen.CreateAsync(guest, "flood 50000");
        await domain.Console.WaitForAsync("line 10 ", RealXen.Limit, RealXen.Cancelled);
        await xen.RunAsync("kill -STOP $(pidof xenconsoled)");
        try
        {
            Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
            Assert.DoesNotContain("line 49999 of 50000", domain.Console.Text, StringComparison.Ordinal);
        }
        finally
        {
            await xen.RunAsync("kill -CONT $(pidof xenconsoled)");
        }
    }

    [Fact]
    public async Task Five_mebioctets_are_enough_to_start_in() =>
        Assert.Equal(["start"], (await xen.BootAsync(guest, "say start", LeastMebi)).Succeeded());

    [Fact]
    public async Task Domains_run_beside_each_other()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => xen.BootAsync(guest, $"say domain {number}", 32)));

        Assert.Equal(Enumerable.Range(0, 4).Select(number => $"domain|{number}"), outcomes.SelectMany(outcome => outcome.Succeeded()));
    }
}
