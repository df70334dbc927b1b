using System.Globalization;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>Domains that the toolstack suspends: to keep them in a file, to copy them, to move them.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenSuspensionTests(Website website, Images images, RealXen xen)
{
    private const string WitnessProject = "tests/Peers/Witness";

    private const string SavedAddress = "10.0.2.38";
    private const string CopiedAddress = "10.0.2.35";
    private const string MovedAddress = "10.0.2.36";
    private const string ConnectedAddress = "10.0.2.37";

    /// <summary>dom0 tells whole seconds, and its own clock may have been set a little beside Xen's.</summary>
    private const int Tolerance = 1;

    [Fact]
    public async Task A_website_that_is_saved_and_restored_serves_the_same_pages_at_the_same_address_however_often()
    {
        await using var domain = await website.ServeAsync(xen, SavedAddress);
        var page = await Website.PageAsync("architecture.html");
        Assert.Equal(page, await Website.FetchAsync(xen, SavedAddress, "/architecture.html"));
        for (var save = 1; save <= 3; save++)
        {
            var before = domain.Id;
            await xen.MoveAsync(domain);
            Assert.NotEqual(before, domain.Id);
            Assert.Equal(page, await Website.FetchAsync(xen, SavedAddress, "/architecture.html"));
            await domain.Console.WaitForAsync("the domain goes on as another one", RealXen.Limit, RealXen.Cancelled);
        }

        Assert.Equal(3, Times(domain, "the domain goes on as another one"));
        Assert.Equal("1", (await xen.RunAsync($"xenstore-read /local/domain/{domain.Id}/control/feature-suspend")).Trim());
        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task A_connection_that_is_open_goes_on_in_the_restored_domain()
    {
        await using var domain = await website.ServeAsync(xen, ConnectedAddress);
        var folder = Directory.CreateTempSubdirectory("miragegen-xen-");
        var (go, rest) = (Path.Combine(folder.FullName, "go"), Path.Combine(folder.FullName, "rest"));
        try
        {
            // One connection: a request before, one afterwards.
            using var client = xen.Space.Start(
                "bash",
                "-c",
                $"""
                exec 3<>/dev/tcp/{ConnectedAddress}/80
                printf 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' >&3
                read -r line <&3; echo "first $line"
                until [ -e {go} ]; do sleep 0.1; done
                printf 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' >&3
                cat <&3 >{rest}
                """);
            client.WaitForOutput("first HTTP/1.1 200");
            await xen.MoveAsync(domain);
            await File.WriteAllTextAsync(go, string.Empty, RealXen.Cancelled);
            Assert.Equal(0, client.WaitForExit(RealXen.Limit));

            var octets = await File.ReadAllBytesAsync(rest, RealXen.Cancelled);
            Assert.Equal(await Website.PageAsync("index.html"), octets[octets.AsSpan().LastIndexOf("\r\n\r\n"u8)..][4..]);
            Assert.NotEqual(-1, octets.AsSpan().IndexOf("HTTP/1.1 200"u8));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_website_that_is_copied_goes_on_and_the_copy_takes_its_place_later()
    {
        await using var domain = await website.ServeAsync(xen, CopiedAddress);
        var page = await Website.PageAsync("index.html");
        var number = domain.Id;
        for (var copy = 1; copy <= 2; copy++)
        {
            await domain.SaveAsync(ApplianceDomains.Memory, goesOn: true, RealXen.Cancelled);
            Assert.Equal(page, await Website.FetchAsync(xen, CopiedAddress, "/"));
            await domain.Console.WaitForAsync("the domain was suspended and goes on", RealXen.Limit, RealXen.Cancelled);
        }

        Assert.Equal(number, domain.Id);
        Assert.Equal(2, Times(domain, "the domain was suspended and goes on"));
        Assert.DoesNotContain("has gone", domain.Console.Text, StringComparison.Ordinal);

        await xen.RunAsync($"xl destroy {domain.Name}");
        await domain.RestoreAsync(ApplianceDomains.Memory, RealXen.Cancelled);
        await xen.ForgetMemoryAsync();
        Assert.Equal(page, await Website.FetchAsync(xen, CopiedAddress, "/"));
        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task A_website_is_migrated_while_it_serves_and_says_where_it_is()
    {
        await using var domain = await website.ServeAsync(xen, MovedAddress);
        var page = await Website.PageAsync("index.html");
        var announcements = $"(arp host {MovedAddress} and arp[14:4] = arp[24:4]) or (ip6[40] = 136 and dst host ff02::1)";
        using var capture = xen.Space.Start("tcpdump", "-n", "-l", "-i", RealXen.Tap, announcements);
        capture.WaitForOutput("listening on");

        // To the same machine, by a pipe in place of ssh.
        await xen.RunAsync($"xl migrate -s '' {domain.Name} 'xl migrate-receive' >&2");

        // Whoever is on the link learns where its addresses are now, of both families in one go.
        const string Advertisement = "neighbor advertisement, tgt is fe80::";
        capture.WaitForOutput(Advertisement);
        var lines = capture.Console.Split('\n');
        var second = Array.FindIndex(lines, line => line.Contains(Advertisement, StringComparison.Ordinal));
        Assert.Contains($"who-has {MovedAddress} tell {MovedAddress}", lines[second - 1], StringComparison.Ordinal);
        Assert.Equal(page, await Website.FetchAsync(xen, MovedAddress, "/"));
        var moved = (int)Number((await xen.RunAsync($"xl domid {domain.Name}")).Trim());
        Assert.NotEqual(domain.Id, moved);

        // Xen's console daemon names its file by what the domain is called until it is whole.
        var console = await xen.Dom0.OpenConsoleAsync(domain.Name + "--incoming", moved, RealXen.Cancelled);
        await console.WaitForAsync("the domain goes on as another one", RealXen.Limit, RealXen.Cancelled);
    }

    [Fact]
    public async Task Two_domains_of_one_file_have_different_random_octets()
    {
        await using var domain = await WitnessAsync();
        var before = await AskAsync(domain, "before");
        await domain.SaveAsync(ApplianceDomains.Memory, cancel: RealXen.Cancelled);

        await domain.RestoreAsync(ApplianceDomains.Memory, RealXen.Cancelled);
        var first = await AskAsync(domain, "first");
        await xen.RunAsync($"xl destroy {domain.Name}");
        await domain.RestoreAsync(ApplianceDomains.Memory, RealXen.Cancelled);
        var second = await AskAsync(domain, "second");

        await xen.ForgetMemoryAsync();
        Assert.Equal(3, new[] { before.Random, first.Random, second.Random }.Distinct().Count());
    }

    [Fact]
    public async Task Its_clocks_go_on_together_and_the_wall_clock_is_dom0s()
    {
        await using var domain = await WitnessAsync();
        var before = await AskAsync(domain, "before");
        await xen.MoveAsync(domain);
        var earliest = await SecondsOfDom0Async();
        var after = await AskAsync(domain, "after");
        var latest = await SecondsOfDom0Async();

        Assert.True(after.Earliest >= before.Latest);
        Assert.InRange(after.Wall - before.Wall, after.Earliest - before.Latest - 1, after.Latest - before.Earliest + 1);
        Assert.InRange(after.Wall / 1000, earliest - Tolerance, latest + Tolerance);
    }

    [Fact]
    public async Task Timers_that_are_due_meanwhile_or_later_fire_and_none_early()
    {
        await using var domain = await WitnessAsync();
        await AskAsync(domain, "1");
        await AskAsync(domain, "20");
        await xen.MoveAsync(domain);
        await AskAsync(domain, "3");
        foreach (var seconds in (int[])[1, 3, 20])
        {
            var over = $" seconds of {seconds}\r";
            await domain.Console.WaitForAsync(over, RealXen.Limit, RealXen.Cancelled);
            var waited = domain.Console.Text.Split(over)[0].Split("waited ")[^1];
            Assert.True(double.Parse(waited, CultureInfo.InvariantCulture) >= seconds, waited);
        }
    }

    private static int Times(Domain domain, string text) => domain.Console.Text.Split(text).Length - 1;

    private async Task<Domain> WitnessAsync()
    {
        var domain = await xen.CreateAsync(images.Of(WitnessProject), address: null);
        await domain.Console.WaitForAsync("ready", RealXen.Limit, RealXen.Cancelled);
        return domain;
    }

    /// <summary>Types a word and reads what the witness says to it: milliseconds of its clocks, and random octets.</summary>
    private async Task<(long Earliest, long Wall, long Latest, string Random)> AskAsync(Domain domain, string word)
    {
        await xen.RunAsync($"printf '{word}\\r' >\"$(xenstore-read /local/domain/{domain.Id}/console/tty)\"");
        await domain.Console.WaitForAsync($"said {word}\r", RealXen.Limit, RealXen.Cancelled);
        var text = domain.Console.Text;
        var words = text[text.IndexOf(word + ": ", StringComparison.Ordinal)..].Split([' ', '\r'], 6);
        return (Number(words[1]), Number(words[2]), Number(words[3]), words[4]);
    }

    private async Task<long> SecondsOfDom0Async() => Number((await xen.RunAsync("date +%s")).Trim());

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
