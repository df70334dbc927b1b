using System.Runtime.InteropServices;

namespace MirageGen.Xen.Grants;

/// <summary>
/// The table by which this domain lets others into single pages of its memory (public/grant_table.h, version 1). Granting and
/// taking back are stores; no hypercall is made.
/// </summary>
internal sealed unsafe class GrantTable
{
    /// <summary>Entries in a frame of the table.</summary>
    public const int EntriesPerFrame = 512;

    // The first eight belong to the toolstack: console and xenstore.
    private const int Reserved = 8;

    private const ushort PermitAccess = 1;
    private const ushort ReadOnly = 1 << 2;
    private const ushort Reading = 1 << 3;
    private const ushort Writing = 1 << 4;

    private readonly Entry* _entries;
    private readonly int _mostFrames;
    private readonly Func<int, bool> _addFrame;
    private readonly Stack<uint> _free = new();
    private int _frames;

    /// <summary>Stands on a table whose frames are added one by one, as they are needed.</summary>
    /// <param name="table">Where its first frame is seen; the others follow it.</param>
    /// <param name="mostFrames">How many frames there is room for.</param>
    /// <param name="addFrame">Has the frame with an index put there; false when the hypervisor refuses.</param>
    public GrantTable(byte* table, int mostFrames, Func<int, bool> addFrame)
    {
        _entries = (Entry*)table;
        _mostFrames = mostFrames;
        _addFrame = addFrame;
    }

    /// <summary>Grants that are given now.</summary>
    public int Granted => Math.Max(0, (_frames * EntriesPerFrame) - Reserved - _free.Count);

    /// <summary>
    /// Puts the table, empty, where it was in the domain before. References that were given stay their owners', to be given back as ever;
    /// they let nobody in.
    /// </summary>
    /// <exception cref="DeviceException">The hypervisor gives this domain fewer frames than it gave the one before.</exception>
    public void BeginAnew()
    {
        for (var index = 0; index < _frames; index++)
        {
            if (!_addFrame(index))
            {
                throw new DeviceException($"the hypervisor gives this domain {index} frames of its grant table and gave {_frames} before (xl.cfg: max_grant_frames)");
            }
        }
    }

    /// <summary>Lets a domain into a page.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="frame">The page's frame number.</param>
    /// <param name="readOnly">Whether it may only read.</param>
    /// <returns>The reference by which the domain maps it.</returns>
    /// <exception cref="DeviceException">The table is full.</exception>
    public uint Grant(ushort domain, uint frame, bool readOnly) => TryGrant(domain, frame, readOnly, out var reference)
        ? reference
        : throw Full();

    /// <summary>Lets a domain into a page, for callers that can do without.</summary>
    /// <returns>False when the table is full.</returns>
    /// <inheritdoc cref="Grant"/>
    public bool TryGrant(ushort domain, uint frame, bool readOnly, out uint reference)
    {
        if (!_free.TryPop(out reference) && !TryGrow(out reference))
        {
            return false;
        }

        Regrant(reference, domain, frame, readOnly);
        return true;
    }

    /// <summary>What to tell those who cannot do without.</summary>
    public DeviceException Full() =>
        new($"the grant table is full: the hypervisor lets this domain share {_frames * EntriesPerFrame} pages (xl.cfg: max_grant_frames)");

    /// <summary>Lets a domain into a page by a reference whose access has ended.</summary>
    public void Regrant(uint reference, ushort domain, uint frame, bool readOnly)
    {
        var entry = &_entries[reference];
        entry->Domain = domain;
        entry->Frame = frame;

        // The hypervisor may look as soon as the flags say so.
        Volatile.Write(ref entry->Flags, (ushort)(PermitAccess | (readOnly ? ReadOnly : 0)));
    }

    /// <summary>Lets nobody in by a reference any more, and keeps the reference.</summary>
    /// <returns>False while the other domain has the page mapped or copies from it: it stays granted.</returns>
    public bool TryEndAccess(uint reference)
    {
        ref var flags = ref _entries[reference].Flags;
        while (true)
        {
            var seen = Volatile.Read(ref flags);
            if ((seen & (Reading | Writing)) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref flags, 0, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>Lets nobody in by a reference any more, and gives the reference back.</summary>
    /// <returns>False while the other domain has the page mapped: the grant and its reference stay.</returns>
    public bool TryRevoke(uint reference)
    {
        if (!TryEndAccess(reference))
        {
            return false;
        }

        _free.Push(reference);
        return true;
    }

    private bool TryGrow(out uint reference)
    {
        reference = 0;
        if (_frames == _mostFrames || !_addFrame(_frames))
        {
            return false;
        }

        var first = (uint)(_frames++ * EntriesPerFrame);
        reference = Math.Max(first, Reserved);
        for (var spare = first + EntriesPerFrame - 1; spare > reference; spare--)
        {
            _free.Push(spare);
        }

        return true;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public ushort Flags;
        public ushort Domain;
        public uint Frame;
    }
}
