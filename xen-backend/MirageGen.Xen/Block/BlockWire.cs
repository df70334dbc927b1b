using System.Runtime.InteropServices;

namespace MirageGen.Xen.Block;

/// <summary>What lies in the slots of a disk's ring (public/io/blkif.h), as a 64-bit domain has it.</summary>
internal static unsafe class BlockWire
{
    /// <summary>Octets of a slot: those of the largest request.</summary>
    public const int SlotOctets = 112;

    /// <summary>The name of this layout in the store (XEN_IO_PROTO_ABI_X86_64).</summary>
    public const string Protocol = "x86_64-abi";

    /// <summary>Octets of a sector in the ring and in the store, whatever the disk's own sectors have.</summary>
    public const int SectorOctets = 512;

    /// <summary>BLKIF_MAX_SEGMENTS_PER_REQUEST: pieces of pages that a request itself can name.</summary>
    public const int DirectSegments = 11;

    /// <summary>BLKIF_OP_WRITE_BARRIER.</summary>
    public const byte Barrier = 2;

    /// <summary>BLKIF_OP_INDIRECT: the pieces of pages are named in a page of their own.</summary>
    public const byte Indirect = 6;

    /// <summary>BLKIF_RSP_OKAY.</summary>
    public const short Okay = 0;

    /// <summary>BLKIF_RSP_EOPNOTSUPP.</summary>
    public const short NotSupported = -2;

    /// <summary>VDISK_READONLY.</summary>
    public const uint ReadOnly = 4;

    private const int SegmentOctets = 8;

    /// <summary>struct blkif_request_segment: a piece of a page, from one of its sectors to another.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Segment
    {
        public uint Grant;
        public byte FirstSector;
        public byte LastSector;
        public ushort Padding;
    }

    /// <summary>struct blkif_request.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Request
    {
        public byte Operation;
        public byte Segments;
        public ushort Handle;
        public uint Padding;
        public ulong Id;
        public ulong Sector;
        public fixed byte Pieces[DirectSegments * SegmentOctets];
    }

    /// <summary>struct blkif_request_indirect.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IndirectRequest
    {
        public byte Operation;
        public byte IndirectOperation;
        public ushort Segments;
        public uint Padding;
        public ulong Id;
        public ulong Sector;
        public ushort Handle;
        public ushort MorePadding;
        public fixed uint Grants[8];
    }

    /// <summary>struct blkif_request_discard.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DiscardRequest
    {
        public byte Operation;
        public byte Flags;
        public ushort Handle;
        public uint Padding;
        public ulong Id;
        public ulong Sector;
        public ulong Sectors;
    }

    /// <summary>struct blkif_response.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Response
    {
        public ulong Id;
        public byte Operation;
        public byte Padding;
        public short Status;
        public uint MorePadding;
    }
}
