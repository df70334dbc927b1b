using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Block;

/// <summary>
/// The pages that octets go through on their way to and from a disk: granted once, for as long as the disk is connected, and used last
/// in, first out, so that the other end has few of them mapped as long as little is under way.
/// </summary>
internal sealed unsafe class BlockMemory
{
    /// <summary>A full ring of direct requests: what other ends are prepared to keep mapped.</summary>
    public const int Pages = 32 * BlockWire.DirectSegments;

    private readonly IHypervisor _hypervisor;
    private readonly GrantTable _grants;
    private readonly byte* _first;
    private readonly uint[] _references = new uint[Pages];
    private readonly ushort[] _free = new ushort[Pages];
    private bool _isReleased;

    /// <summary>Takes the memory and lets a domain into it.</summary>
    /// <exception cref="DeviceException">There is no memory, or there are too few grants.</exception>
    public BlockMemory(IHypervisor hypervisor, GrantTable grants, ushort domain)
    {
        _hypervisor = hypervisor;
        _grants = grants;
        _first = hypervisor.TakePages(Pages);
        for (var i = 0; i < Pages; i++)
        {
            if (!grants.TryGrant(domain, hypervisor.FrameOf(At(i)), readOnly: false, out _references[i]))
            {
                _ = Release();
                throw grants.Full();
            }

            _free[i] = (ushort)(Pages - 1 - i);
        }

        Free = Pages;
    }

    /// <summary>Pages that are not used.</summary>
    public int Free { get; private set; }

    /// <summary>Takes a page. There must be a free one.</summary>
    public ushort Take() => _free[--Free];

    /// <summary>Puts a page back.</summary>
    public void Return(ushort page) => _free[Free++] = page;

    /// <summary>A page's first octet.</summary>
    public byte* At(int page) => _first + (page * PageLayout.PageOctets);

    /// <summary>A page's grant.</summary>
    public uint GrantOf(ushort page) => _references[page];

    /// <summary>Takes everything back from the other end; may be tried again.</summary>
    /// <returns>False while the other end has some of it mapped.</returns>
    public bool Release()
    {
        var isFree = true;
        foreach (ref var reference in _references.AsSpan())
        {
            if (reference != 0 && _grants.TryRevoke(reference))
            {
                reference = 0;
            }

            isFree &= reference == 0;
        }

        if (isFree && !_isReleased)
        {
            _isReleased = true;
            _hypervisor.GivePages(_first, Pages);
        }

        return isFree;
    }
}
