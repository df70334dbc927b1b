namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// What the hypervisor does with a domain's grant table for others (public/grant_table.h, version 1): it looks an entry up,
/// checks it, and marks it for as long as the page is mapped. Copies mark nothing that anybody could see afterwards.
/// </summary>
internal sealed unsafe class GrantOperations(SimulatedHypervisor hypervisor, byte* table, int entries)
{
    private const ushort TypeMask = 3;
    private const ushort PermitAccess = 1;
    private const ushort ReadOnly = 1 << 2;
    private const ushort Reading = 1 << 3;
    private const ushort Writing = 1 << 4;

    private readonly Dictionary<uint, (int Readers, int Writers)> _maps = [];

    /// <summary>Grants that somebody has mapped.</summary>
    public int Mapped => _maps.Count;

    /// <summary>Maps a page.</summary>
    /// <returns>Null when the entry does not allow it.</returns>
    public byte* TryMap(ushort domain, uint reference, bool write)
    {
        var page = Look(domain, reference, write);
        if (page != null)
        {
            var (readers, writers) = _maps.GetValueOrDefault(reference);
            _maps[reference] = write ? (readers, writers + 1) : (readers + 1, writers);
            *Flags(reference) |= (ushort)(write ? Reading | Writing : Reading);
        }

        return page;
    }

    /// <summary>Ends a mapping.</summary>
    public void Unmap(uint reference, bool write)
    {
        var (readers, writers) = _maps[reference];
        (readers, writers) = write ? (readers, writers - 1) : (readers - 1, writers);
        _maps[reference] = (readers, writers);
        if (writers == 0)
        {
            *Flags(reference) &= unchecked((ushort)~Writing);
        }

        if (readers + writers == 0)
        {
            _ = _maps.Remove(reference);
            *Flags(reference) &= unchecked((ushort)~Reading);
        }
    }

    /// <summary>The domain has become another one, whose table is empty and of which nobody has mapped anything.</summary>
    public void BeginAnew()
    {
        new Span<byte>(table, entries * 8).Clear();
        _maps.Clear();
    }

    /// <summary>GNTTABOP_copy into a granted page.</summary>
    /// <returns>False when the entry does not allow it, or the page ends before.</returns>
    public bool TryCopyTo(ushort domain, uint reference, int offset, ReadOnlySpan<byte> octets)
    {
        var page = Look(domain, reference, write: true);
        if (page == null || offset + octets.Length > SimulatedHypervisor.PageOctets)
        {
            return false;
        }

        octets.CopyTo(new Span<byte>(page + offset, octets.Length));
        return true;
    }

    /// <summary>GNTTABOP_copy out of a granted page.</summary>
    /// <returns>False when the entry does not allow it, or the page ends before.</returns>
    public bool TryCopyFrom(ushort domain, uint reference, int offset, Span<byte> octets)
    {
        var page = Look(domain, reference, write: false);
        if (page == null || offset + octets.Length > SimulatedHypervisor.PageOctets)
        {
            return false;
        }

        new ReadOnlySpan<byte>(page + offset, octets.Length).CopyTo(octets);
        return true;
    }

    /// <summary>Whether any entry lets somebody into one of some frames, or somebody is in it.</summary>
    public bool IsGranted(uint first, int count)
    {
        for (var reference = 0u; reference < entries; reference++)
        {
            if (*Flags(reference) != 0 && Frame(reference) - first < count)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The flags of an entry.</summary>
    public ushort FlagsOf(uint reference) => *Flags(reference);

    /// <summary>The frame of an entry.</summary>
    public uint Frame(uint reference) => *(uint*)(table + (reference * 8) + 4);

    private byte* Look(ushort domain, uint reference, bool write)
    {
        if (reference >= entries)
        {
            return null;
        }

        var flags = *Flags(reference);
        var isAllowed = (flags & TypeMask) == PermitAccess
            && *(ushort*)(table + (reference * 8) + 2) == domain
            && !(write && (flags & ReadOnly) != 0);
        return isAllowed && Frame(reference) < SimulatedHypervisor.ArenaPages ? hypervisor.At(Frame(reference)) : null;
    }

    private ushort* Flags(uint reference) => (ushort*)(table + (reference * 8));
}
