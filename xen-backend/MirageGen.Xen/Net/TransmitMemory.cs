using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Net;

/// <summary>
/// Where frames are made: pages that follow each other, granted once for as long as the device is connected. Frames lie in it in the
/// order in which they are sent, each in one piece, and are given back in that order.
/// </summary>
internal sealed unsafe class TransmitMemory
{
    // Room for five of the largest frames, or two hundred of the common ones.
    private const int Pages = 88;

    private const int Alignment = 64;
    private const int Octets = Pages * PageLayout.PageOctets;

    private readonly IHypervisor _hypervisor;
    private readonly GrantTable _grants;
    private readonly byte* _first;
    private readonly uint[] _references = new uint[Pages];
    private long _given;
    private long _taken;

    /// <summary>Takes the memory and lets a domain read it.</summary>
    public TransmitMemory(IHypervisor hypervisor, GrantTable grants, ushort domain)
    {
        _hypervisor = hypervisor;
        _grants = grants;
        _first = hypervisor.TakePages(Pages);
        for (var i = 0; i < Pages; i++)
        {
            var frame = hypervisor.FrameOf(_first + (i * PageLayout.PageOctets));
            if (!grants.TryGrant(domain, frame, readOnly: true, out _references[i]))
            {
                _ = Release();
                throw grants.Full();
            }
        }
    }

    /// <summary>An offset in the memory as an address.</summary>
    public byte* At(int offset) => _first + offset;

    /// <summary>The grant of the page that holds an offset.</summary>
    public uint GrantOf(int offset) => _references[offset / PageLayout.PageOctets];

    /// <summary>Finds room behind the newest frame, which is only taken by <see cref="Take"/>.</summary>
    /// <returns>The offset; negative when there is none.</returns>
    public int Find(int octets)
    {
        if (_given == _taken)
        {
            // Nothing is under way: the beginning is what the cache knows best.
            _given = _taken = 0;
        }

        return Start(octets) + octets - _given <= Octets ? (int)(Start(octets) % Octets) : -1;
    }

    /// <summary>Takes the room that <see cref="Find"/> has found for so many octets, or for more.</summary>
    /// <param name="found">How many it was asked for.</param>
    /// <param name="octets">How many are used.</param>
    /// <returns>How far the memory is taken now, for <see cref="GiveUpTo"/>.</returns>
    public long Take(int found, int octets) => _taken = Start(found) + ((octets + Alignment - 1) & -Alignment);

    /// <summary>The oldest frames have been sent: their room is free again.</summary>
    /// <param name="taken">How far the memory was taken with the last of them.</param>
    public void GiveUpTo(long taken) => _given = taken;

    /// <summary>Takes the memory back.</summary>
    /// <returns>False when the other end has some of it mapped: all of it is left to that for good.</returns>
    public bool Release()
    {
        var isFree = true;
        foreach (var reference in _references)
        {
            isFree &= reference == 0 || _grants.TryRevoke(reference);
        }

        if (isFree)
        {
            _hypervisor.GivePages(_first, Pages);
        }

        return isFree;
    }

    // A frame lies in one piece, so one that does not fit in front of the end begins at the beginning.
    private long Start(int octets)
    {
        var left = Octets - (int)(_taken % Octets);
        return octets <= left ? _taken : _taken + left;
    }
}
