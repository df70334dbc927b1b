namespace MirageGen.Xen.Block;

/// <summary>How what was written to a disk becomes stable.</summary>
internal enum FlushMeans : byte
{
    /// <summary>Nobody knows: the other end says nothing about it.</summary>
    Unknown,

    /// <summary>It is when the write completes: the other end says that it has no cache to flush.</summary>
    NothingToFlush,

    /// <summary>By a request that does just that.</summary>
    Flush,

    /// <summary>By a barrier without octets.</summary>
    Barrier,
}
