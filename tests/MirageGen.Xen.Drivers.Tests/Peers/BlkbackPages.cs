namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A blkback's view of the guest's pages: mapped for a request, or for as long as it is connected.</summary>
internal sealed unsafe class BlkbackPages(GrantOperations grants, bool isPersistent)
{
    private readonly Dictionary<uint, nint> _kept = [];

    /// <summary>Pages that are kept mapped.</summary>
    public int Kept => _kept.Count;

    /// <summary>Maps a page, or finds it mapped.</summary>
    public byte* Map(uint grant)
    {
        if (_kept.TryGetValue(grant, out var kept))
        {
            return (byte*)kept;
        }

        var page = grants.TryMap(Blkback.Domain, grant, write: true);
        if (page == null)
        {
            throw new InvalidOperationException($"blkback: grant {grant} cannot be mapped with write access");
        }

        if (isPersistent)
        {
            _kept.Add(grant, (nint)page);
        }

        return page;
    }

    /// <summary>A request is done with a page.</summary>
    public void Unmap(uint grant)
    {
        if (!isPersistent)
        {
            grants.Unmap(grant, write: true);
        }
    }

    /// <summary>Lets go of all of them.</summary>
    public void UnmapAll()
    {
        foreach (var grant in _kept.Keys)
        {
            grants.Unmap(grant, write: true);
        }

        _kept.Clear();
    }
}
