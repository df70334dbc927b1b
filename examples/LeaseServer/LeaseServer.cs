using System.ComponentModel.DataAnnotations;
using MirageGen.Composition;
using MirageGen.TcpIp;

/// <summary>
/// Gives the hosts of a network their addresses, and tells them of a router and of servers for names:
/// <c>--address 10.0.0.1/24 --first 10.0.0.100 --last 10.0.0.199 --router 10.0.0.254</c>.
/// </summary>
[Unikernel(Summary = "Gives the hosts of a network their addresses (DHCP)")]
public sealed class LeaseServer(
    IEthernet lan,
    TimeProvider clock,
    IRandom random,
    IConsole console,
    [Argument("This server's own address, with the length of the network's prefix")] IpPrefix address,
    [Argument("First address to give")] IPv4Address first,
    [Argument("Last address to give")] IPv4Address last,
    [Argument("Router that clients are told of")] IPv4Address? router = null,
    [Argument("Server for names that clients are told of")] IPv4Address[]? nameServer = null,
    [Argument("Minutes that an address is given for"), Range(1, 525_600)] int minutes = 60)
{
    public async Task RunAsync(CancellationToken stop)
    {
        await using var ip = new Ip(clock, random);
        await using var server = Serve(ip);
        console.WriteLine($"leasing {first} to {last}");

        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
        console.WriteLine($"{server.Leases} addresses are given");
    }

    private DhcpServer Serve(Ip ip)
    {
        try
        {
            ip.AddInterface("lan", lan).AddAddress(address);
            return new(new Udp(ip, random), clock, new()
            {
                Server = address,
                First = first,
                Last = last,
                Router = router,
                NameServers = nameServer ?? [],
                LeaseTime = TimeSpan.FromMinutes(minutes),
            });
        }
        catch (ArgumentException mistake)
        {
            throw new BootArgumentException(mistake.Message);
        }
    }
}
