using Microsoft.Extensions.Logging;
using MirageGen.Composition;

namespace MirageGen.TcpIp;

/// <content>IP as a device: one interface, configured by boot arguments.</content>
public sealed partial class Ip
{
    private const string DefaultName = "default";

    /// <summary>How long a start waits for an address from the network.</summary>
    private static readonly TimeSpan AddressWait = TimeSpan.FromSeconds(10);

    private TaskCompletionSource? _addressed;

    /// <inheritdoc/>
    /// <remarks>By DHCP and router advertisements, of all interfaces.</remarks>
    public IReadOnlyList<IpAddress> NameServers
    {
        get
        {
            var all = new List<IpAddress>();
            foreach (var @interface in Interfaces)
            {
                foreach (var server in @interface.NameServers)
                {
                    if (!all.Contains(server))
                    {
                        all.Add(server);
                    }
                }
            }

            return all;
        }
    }

    /// <summary>
    /// Makes IP over one interface. When its address comes from the network, this waits for it, ten seconds at most, and
    /// goes on asking after that.
    /// </summary>
    /// <param name="ethernet">The device below.</param>
    /// <param name="clock">Drives timeouts.</param>
    /// <param name="random">Whence everything comes that nobody shall predict.</param>
    /// <param name="log">Where conflicts and leases are told.</param>
    /// <param name="statistics">Where to count.</param>
    /// <param name="name">The interface's name.</param>
    /// <param name="ipv4">The IPv4 address.</param>
    /// <param name="ipv4Gateway">The IPv4 router.</param>
    /// <param name="ipv6">The IPv6 address.</param>
    /// <param name="ipv6Gateway">The IPv6 router.</param>
    /// <exception cref="BootArgumentException">An address or a router cannot be one.</exception>
    public static async ValueTask<Ip> ConnectAsync(
        IEthernet ethernet,
        TimeProvider clock,
        IRandom random,
        ILogger<Ip> log,
        NetworkStatistics statistics,
        [DeviceName] string name = DefaultName,
        [Argument("IPv4 address with prefix length, auto (DHCP) or none")] InterfaceAddress? ipv4 = null,
        [Argument("IPv4 router")] IpAddress? ipv4Gateway = null,
        [Argument("IPv6 address with prefix length, auto (router advertisements) or none")] InterfaceAddress? ipv6 = null,
        [Argument("IPv6 router")] IpAddress? ipv6Gateway = null)
    {
        var ip = new Ip(clock, random, log, statistics);
        var @interface = ip.AddInterface(name, ethernet);
        var argument = name == DefaultName ? "--" : $"--{name}-";
        Configure(@interface, ipv4 ?? default, ipv4Gateway, isV4: true, $"{argument}ipv4");
        Configure(@interface, ipv6 ?? default, ipv6Gateway, isV4: false, $"{argument}ipv6");
        if ((ipv4 ?? default).IsAutomatic)
        {
            await ip.WaitForAddressAsync(@interface);
        }

        return ip;
    }

    /// <summary>An interface has gained or lost an address.</summary>
    internal void AddressesChanged(IpInterface @interface)
    {
        @interface.Discovery.Groups.Changed();
        @interface.Advertiser?.Changed();
        foreach (var address in Addresses)
        {
            if (address.IsV4)
            {
                _addressed?.TrySetResult();
            }
        }
    }

    private static void Configure(IpInterface @interface, InterfaceAddress address, IpAddress? gateway, bool isV4, string argument)
    {
        if (address.Prefix is { } prefix)
        {
            SetAddress(@interface, prefix, isV4, argument);
        }

        if (gateway is { } router)
        {
            SetGateway(@interface, address, router, isV4, argument);
        }

        if (address.IsNone)
        {
            return;
        }

        if (!isV4)
        {
            // A router that is given leaves nothing to find out when the address is given, too.
            @interface.EnableIPv6(acceptsRouters: address.IsAutomatic || gateway is null);
        }
        else if (address.IsAutomatic)
        {
            @interface.EnableDhcp();
        }
    }

    private static void SetAddress(IpInterface @interface, IpPrefix prefix, bool isV4, string argument)
    {
        if (prefix.Address.IsV4 != isV4)
        {
            throw new BootArgumentException($"{argument}: '{prefix}' is of the other version of IP");
        }

        try
        {
            @interface.AddAddress(prefix);
        }
        catch (ArgumentException)
        {
            throw new BootArgumentException($"{argument}: {prefix} cannot be the address of an interface: it is a group's, a network's or nobody's");
        }
    }

    private static void SetGateway(IpInterface @interface, InterfaceAddress address, IpAddress router, bool isV4, string argument)
    {
        if (router.IsV4 != isV4)
        {
            throw new BootArgumentException($"{argument}-gateway: '{router}' is of the other version of IP");
        }

        var isLinkLocal = router.IsV6 && router.V6.IsLinkLocal;
        if (address.IsNone || (isV4 && address.Prefix is null)
            || (!isLinkLocal && !(address.Prefix is { } prefix && prefix.Contains(router) && prefix.Address != router)))
        {
            throw new BootArgumentException(
                $"{argument}-gateway: {router} is no neighbour of the address {address} that {argument} gives: a router is reached without another");
        }

        var everywhere = new IpPrefix(isV4 ? IPv4Address.Any : IPv6Address.Any, 0);
        @interface.Host.AddRoute(new(everywhere, @interface, isV4 ? router : new IpAddress(router.V6)));
    }

    private async ValueTask WaitForAddressAsync(IpInterface @interface)
    {
        _addressed = new();
        using var waiting = new CancellationTokenSource();
        await Task.WhenAny(_addressed.Task, Task.Delay(AddressWait, Clock, waiting.Token));
        waiting.Cancel();
        if (!_addressed.Task.IsCompleted)
        {
            Log.NoLeaseYet(@interface.Name, (int)AddressWait.TotalSeconds);
        }

        _addressed = null;
    }
}
