using System.Globalization;
using System.Text;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>An appliance's console and clock: tests/MirageGen.Xen.Lines in a domain.</summary>
[Collection(OnRealXen.Name)]
public sealed class ConsoleTests(Images images, RealXen xen)
{
    private const int ToleratedSeconds = 5;

    [Fact]
    public async Task The_wall_clock_is_dom0s_and_what_is_typed_is_read_line_by_line()
    {
        var before = await SecondsOfDom0Async();
        await using var domain = await xen.CreateAsync(images.Of("tests/MirageGen.Xen.Lines"), null);

        await domain.Console.WaitForAsync("now ", RealXen.Limit, RealXen.Cancelled);
        var after = await SecondsOfDom0Async();
        await TypeAsync(domain, "one\n");
        await domain.Console.WaitForAsync("read 'one'", RealXen.Limit, RealXen.Cancelled);
        await TypeAsync(domain, "zwei Wörter, 二\nthr");
        await domain.Console.WaitForAsync("read 'zwei Wörter, 二'", RealXen.Limit, RealXen.Cancelled);
        await TypeAsync(domain, "ee\nend\n");
        await domain.Console.WaitForAsync("read 'three'", RealXen.Limit, RealXen.Cancelled);

        var console = (await DomainOutcome.OfAsync(xen.Dom0, domain)).Succeeded();
        var now = long.Parse(console[0]["now ".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(now, before - ToleratedSeconds, after + ToleratedSeconds);
    }

    private static async Task TypeAsync(Domain domain, string text)
    {
        using var typed = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await domain.TypeAsync(typed, RealXen.Cancelled);
    }

    private async Task<long> SecondsOfDom0Async() => long.Parse(await xen.RunAsync("date +%s"), CultureInfo.InvariantCulture);
}
