namespace MirageGen.Xen.Block;

/// <summary>What is asked of a disk, with its number in the ring (BLKIF_OP_...).</summary>
internal enum DiskOperation : byte
{
    /// <summary>Octets come from the disk.</summary>
    Read = 0,

    /// <summary>Octets go to the disk.</summary>
    Write = 1,

    /// <summary>What was written becomes stable.</summary>
    Flush = 3,

    /// <summary>The content of sectors is no longer needed.</summary>
    Discard = 5,
}
