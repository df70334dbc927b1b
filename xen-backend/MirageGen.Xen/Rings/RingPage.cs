using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Rings;

/// <summary>A page for a ring, which the other end may map.</summary>
internal sealed unsafe class RingPage
{
    private readonly IHypervisor _hypervisor;
    private readonly GrantTable _grants;

    /// <summary>Takes a page and lets a domain into it.</summary>
    /// <exception cref="DeviceException">There is no memory, or no grant.</exception>
    public RingPage(IHypervisor hypervisor, GrantTable grants, ushort domain)
    {
        _hypervisor = hypervisor;
        _grants = grants;
        First = hypervisor.TakePages(1);
        if (!grants.TryGrant(domain, hypervisor.FrameOf(First), readOnly: false, out var reference))
        {
            hypervisor.GivePages(First, 1);
            throw grants.Full();
        }

        Grant = reference;
    }

    /// <summary>Its first octet.</summary>
    public byte* First { get; }

    /// <summary>The reference by which the other end maps it.</summary>
    public uint Grant { get; }

    /// <summary>Gives it up.</summary>
    /// <returns>False when the other end has it mapped: it is left to that for good.</returns>
    public bool Release()
    {
        var isBack = _grants.TryRevoke(Grant);
        if (isBack)
        {
            _hypervisor.GivePages(First, 1);
        }

        return isBack;
    }
}
