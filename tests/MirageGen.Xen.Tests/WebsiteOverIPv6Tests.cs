using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>The website over IPv6: an address given to it, and the one that it makes of its interface's.</summary>
[Collection(OnRealXen.Name)]
public sealed class WebsiteOverIPv6Tests(Website website, RealXen xen)
{
    private const string Address = "10.0.2.34";
    private const string AddressV6 = "fd0a::34";

    [Fact]
    public async Task It_answers_pings_and_serves_its_pages_to_dom0_and_to_curl()
    {
        await using var domain = await website.ServeAsync(xen, Address, more: $"--ipv6 {AddressV6}/64");
        await xen.RunAsync($"ip -6 address add fd0a::15/64 dev {Dom0Network.Bridge}");
        xen.Space.AddAddress(RealXen.Tap, "fd0a::2/64");
        var page = await Website.PageAsync("index.html");
        await File.WriteAllBytesAsync(Path.Combine(xen.Dom0.Share, "page"), page, RealXen.Cancelled);

        var linkLocal = await LinkLocalAsync(domain);
        foreach (var (fromDom0, fromHost) in ((string, string)[])[(AddressV6, AddressV6), ($"{linkLocal}%{Dom0Network.Bridge}", $"{linkLocal}%{RealXen.Tap}")])
        {
            await xen.RunAsync($"ping -6 -c 3 -W 10 {fromDom0}");
            xen.Space.Run("ping", "-6", "-c", "3", "-i", "0.2", "-W", "10", fromHost).Succeeded();
            var url = $"http://[{fromHost.Replace("%", "%25", StringComparison.Ordinal)}]/";
            Assert.Equal(Encoding.UTF8.GetString(page), xen.Space.Run("curl", "-6", "-g", "-sS", "--fail", "-m", "30", url).Succeeded());
        }

        await xen.RunAsync($"wget -q -O - 'http://[{AddressV6}]/' | cmp - {Dom0.SharePath}/page");
    }

    /// <summary>What RFC 4862 section 5.3 makes of the interface's address by RFC 2464 section 4.</summary>
    private async Task<string> LinkLocalAsync(Domain domain)
    {
        var mac = PhysicalAddress.Parse((await xen.RunAsync($"xenstore-read /local/domain/{domain.Id}/device/vif/0/mac")).Trim())
            .GetAddressBytes();
        byte[] octets = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ 2), mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]];
        return new IPAddress(octets).ToString();
    }
}
