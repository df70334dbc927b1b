using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Interop;

/// <summary>
/// The one Xen that all tests of an assembly use, with its card on a TAP in a network namespace of its own. A project links
/// this file and says <c>[assembly: AssemblyFixture(typeof(RealXen))]</c>.
/// </summary>
public sealed class RealXen : IAsyncLifetime
{
    /// <summary>The interface of <see cref="Space"/> that leads to dom0.</summary>
    internal const string Tap = "tap0";

    /// <summary>Tests bring it programs, a .NET and a libvirt among them, and it keeps files in its memory.</summary>
    private const int Dom0Mebibytes = 1200;

    private NetworkNamespace? _space;
    private Dom0? _dom0;

    /// <summary>Long enough for anything, on a machine that is busy with something else and gives dom0's timers late.</summary>
    internal static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    /// <summary>When the runner gives up on a test.</summary>
    internal static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal Dom0 Dom0 => _dom0!;

    /// <summary>Where dom0's network card ends.</summary>
    internal NetworkNamespace Space => _space!;

    public async ValueTask InitializeAsync()
    {
        NetworkNamespace.Sweep();
        _space = new();
        _space.AddTap(Tap);
        _space.AddAddress(Tap, $"{Dom0Network.HostAddress}/{Dom0Network.PrefixLength}");
        _dom0 = await Dom0.BootAsync(BuildDom0(), new(Dom0Network.Tap(_space.Name, Tap)) { Dom0Mebibytes = Dom0Mebibytes }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dom0 is not null)
        {
            await _dom0.DisposeAsync();
        }

        _space?.Dispose();
    }

    /// <summary>From the user's cache; the first time it is downloaded and built, which is said.</summary>
    internal static Dom0Files BuildDom0() => new Dom0Builder(Dom0Builder.DefaultCache, Console.WriteLine).Build();

    /// <summary>Creates a domain.</summary>
    internal Task<Domain> CreateAsync(DomainSettings settings) => Domain.CreateAsync(Dom0, settings, Cancelled);

    /// <summary>Runs a command in dom0, which must succeed.</summary>
    internal async Task<string> RunAsync(string script)
    {
        var result = await Dom0.RunAsync(script, Limit, Cancelled);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
