using Microsoft.Extensions.DependencyInjection;
using MirageGen.TcpIp;

/// <summary>
/// Forwards IPv4 and IPv6 between two networks. Devices have names here, and so have their boot arguments:
/// <c>--left-interface tap0 --right-interface tap1</c>.
/// </summary>
[Unikernel(Summary = "Forwards packets between two networks")]
public sealed class Router(
    [FromKeyedServices("left")] IEthernet left,
    [FromKeyedServices("right")] IEthernet right,
    TimeProvider clock,
    IRandom random,
    IConsole console,
    [Argument("Addresses on the left, with the lengths of their prefixes")] IpPrefix[] leftAddress,
    [Argument("Addresses on the right, with the lengths of their prefixes")] IpPrefix[] rightAddress,
    [Argument("Have hosts make IPv6 addresses from the prefixes, and send by this router")] bool advertise = false)
{
    public async Task RunAsync(CancellationToken stop)
    {
        await using var ip = new Ip(clock, random) { IsForwarding = true };
        Attach(ip, "left", left, leftAddress);
        Attach(ip, "right", right, rightAddress);
        console.WriteLine("forwarding");

        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
        console.WriteLine(ip.Statistics.ToString());
    }

    private void Attach(Ip ip, string name, IEthernet ethernet, IpPrefix[] addresses)
    {
        var side = ip.AddInterface(name, ethernet);
        side.EnableIPv6();
        foreach (var address in addresses)
        {
            side.AddAddress(address);
        }

        if (advertise)
        {
            side.EnableRouterAdvertisements();
        }
    }
}
