using MirageGen.Loop;
using MirageGen.Xen.Consoles;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Machine;

/// <summary>What every driver stands on.</summary>
/// <param name="loop">The loop of the domain.</param>
/// <param name="clock">Its clock.</param>
/// <param name="hypervisor">The hypervisor underneath.</param>
/// <param name="grants">The domain's grant table.</param>
/// <param name="store">The domain's view of xenstore.</param>
/// <param name="console">The domain's console; null where none is used.</param>
internal sealed class XenDomain(
    EventLoop loop, TimeProvider clock, IHypervisor hypervisor, GrantTable grants, XenStore store, ConsoleRing? console = null)
{
    /// <summary>The loop of the domain.</summary>
    public EventLoop Loop => loop;

    /// <summary>Its clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The hypervisor underneath.</summary>
    public IHypervisor Hypervisor => hypervisor;

    /// <summary>The domain's grant table.</summary>
    public GrantTable Grants => grants;

    /// <summary>The domain's view of xenstore.</summary>
    public XenStore Store => store;

    /// <summary>How it is suspended.</summary>
    public Suspension Suspension { get; } = new(loop, clock, hypervisor, grants, store, console);
}
