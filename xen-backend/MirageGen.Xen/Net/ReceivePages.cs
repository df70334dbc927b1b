using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Net;

/// <summary>
/// The pages that frames are received into: those that the other end has, by their slot in the ring, and those in reserve that take the
/// place of what is kept. The other end is let into a page only while it has it, so that a frame does not change while it is read.
/// </summary>
internal sealed unsafe class ReceivePages
{
    /// <summary>Pages that may be kept at a time.</summary>
    public const int InReserve = 64;

    private readonly IHypervisor _hypervisor;
    private readonly GrantTable _grants;
    private readonly ushort _domain;
    private readonly byte* _first;
    private readonly int _count;
    private readonly ReceivePage?[] _given;
    private readonly uint[] _references;
    private readonly Stack<ReceivePage> _reserve;
    private bool _isReleased;
    private bool _isLost;
    private int _kept;

    /// <summary>Takes the memory.</summary>
    public ReceivePages(IHypervisor hypervisor, GrantTable grants, ushort domain, int slots)
    {
        _hypervisor = hypervisor;
        _grants = grants;
        _domain = domain;
        _count = slots + InReserve;
        _first = hypervisor.TakePages(_count);
        _given = new ReceivePage?[slots];
        _references = new uint[slots];
        _reserve = new(_count);
        for (var i = _count - 1; i >= 0; i--)
        {
            _reserve.Push(new(_first + (i * PageLayout.PageOctets)));
        }
    }

    /// <summary>Pages that are kept now.</summary>
    public int Kept => _kept;

    /// <summary>Whether pages can be kept and others put in their place.</summary>
    public bool CanKeep(int pages) => _kept + pages <= InReserve && !_isReleased;

    /// <summary>Lets the other end into a page for a slot.</summary>
    /// <returns>False when there is no page, or the grant table is full.</returns>
    public bool TryGive(int slot, out uint reference)
    {
        reference = _references[slot];
        if (_isReleased || !_reserve.TryPeek(out var page))
        {
            return false;
        }

        var frame = _hypervisor.FrameOf(page.First);
        if (reference != 0)
        {
            _grants.Regrant(reference, _domain, frame, readOnly: false);
        }
        else if (!_grants.TryGrant(_domain, frame, readOnly: false, out reference))
        {
            return false;
        }

        _references[slot] = reference;
        _given[slot] = _reserve.Pop();
        return true;
    }

    /// <summary>Takes the page of a slot back.</summary>
    /// <returns>Null when the other end has none for it, or does not let go of it.</returns>
    public ReceivePage? Take(int slot)
    {
        var page = _given[slot];
        _given[slot] = null;
        if (page is not null && !_grants.TryEndAccess(_references[slot]))
        {
            // Page and grant are the other end's for good.
            _references[slot] = 0;
            _isLost = true;
            return null;
        }

        return page;
    }

    /// <summary>Puts a page in reserve again.</summary>
    public void Return(ReceivePage page)
    {
        _reserve.Push(page);
        FreeWhenUnused();
    }

    /// <summary>Pages are kept beyond the call that received them.</summary>
    public void Keep(int pages) => _kept += pages;

    /// <summary>It is kept no longer.</summary>
    public void Release(ReceivePage page)
    {
        _kept--;
        Return(page);
    }

    /// <summary>Takes everything back from the other end. The memory is given up when nobody keeps any of it.</summary>
    /// <returns>False when the other end keeps some of it: all of it is left to that for good.</returns>
    public bool Release()
    {
        _isReleased = true;
        for (var slot = 0; slot < _given.Length; slot++)
        {
            var isBack = _references[slot] == 0 || _grants.TryRevoke(_references[slot]);
            if (_given[slot] is { } page && isBack)
            {
                _reserve.Push(page);
            }

            _isLost |= !isBack;
        }

        FreeWhenUnused();
        return !_isLost;
    }

    // Pages that the other end does not let go of are never all here again: then the memory stays as it is.
    private void FreeWhenUnused()
    {
        if (_isReleased && _reserve.Count == _count)
        {
            _reserve.Clear();
            _hypervisor.GivePages(_first, _count);
        }
    }
}
