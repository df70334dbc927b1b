namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Numbers of public/io/blkif.h, by its own names.</summary>
internal static class BlkbackWire
{
    /// <summary>sizeof(union blkif_sring_entry) on x86_64.</summary>
    public const int SlotOctets = 112;

    public const byte Read = 0;
    public const byte Write = 1;
    public const byte WriteBarrier = 2;
    public const byte FlushDiskcache = 3;
    public const byte Discard = 5;
    public const byte Indirect = 6;

    public const int MaxSegmentsPerRequest = 11;

    public const short Okay = 0;
    public const short Error = -1;
    public const short NotSupported = -2;

    /// <summary>XenbusStateInitialised.</summary>
    public const int Initialised = 3;
}
