using Microsoft.Extensions.DependencyInjection;
using MirageGen.TcpIp;

/// <summary>
/// Joins a network of its own to another by one address, as the box at home does: the hosts inside reach everything, and
/// are reached only at ports that they have sent from. The address outside is leased unless one is given.
/// </summary>
[Unikernel(Summary = "Joins a network to another by one address (NAT)")]
public sealed class Gateway(
    [FromKeyedServices("inside")] IEthernet inside,
    [FromKeyedServices("outside")] IEthernet outside,
    TimeProvider clock,
    IRandom random,
    IConsole console,
    [Argument("Address inside, with the length of the network's prefix")] IpPrefix insideAddress,
    [Argument("Address outside, with the length of the network's prefix [default: leased by DHCP]")] IpPrefix? outsideAddress = null,
    [Argument("Router outside, with an address that is not leased")] IPv4Address? outsideRouter = null)
{
    public async Task RunAsync(CancellationToken stop)
    {
        await using var ip = new Ip(clock, random) { IsForwarding = true };
        ip.AddInterface("inside", inside).AddAddress(insideAddress);
        var wan = ip.AddInterface("outside", outside);
        wan.EnableNat();
        Connect(ip, wan);
        console.WriteLine("forwarding");

        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
        console.WriteLine(ip.Statistics.ToString());
    }

    private void Connect(Ip ip, IpInterface wan)
    {
        if (outsideAddress is not { } address)
        {
            wan.EnableDhcp();
            return;
        }

        wan.AddAddress(address);
        if (outsideRouter is { } router)
        {
            ip.AddRoute(new(new(IPv4Address.Any, 0), wan, router));
        }
    }
}
