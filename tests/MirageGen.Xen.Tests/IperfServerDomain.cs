using MirageGen.Interop;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>The Iperf example as a server, in one domain for all tests of a class; and iperf3 in dom0.</summary>
public sealed class IperfServerDomain(RealXen xen, Images images) : IAsyncLifetime
{
    internal const string Address = "10.0.2.60";

    private Domain? _domain;

    /// <summary>What the server says.</summary>
    internal DomainConsole Console => _domain!.Console;

    internal string Image { get; } = images.Of("examples/Iperf");

    public async ValueTask InitializeAsync()
    {
        await Dom0Programs.AddAsync(xen.Dom0, ["iperf3"], ["usr/bin/iperf3"], System.Console.WriteLine);
        _domain = await xen.CreateAsync(Image, Address);
        await _domain.Console.WaitForAsync("serving on port 5201", RealXen.Limit, CancellationToken.None);
        await xen.WaitForPingAsync(Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_domain is not null)
        {
            await _domain.DisposeAsync();
        }
    }
}
