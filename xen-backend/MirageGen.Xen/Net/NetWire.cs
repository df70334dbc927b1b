using System.Runtime.InteropServices;

namespace MirageGen.Xen.Net;

/// <summary>What lies in the slots of a network interface's two rings (public/io/netif.h).</summary>
internal static class NetWire
{
    /// <summary>Octets of a slot of the transmit ring.</summary>
    public const int TransmitSlotOctets = 12;

    /// <summary>Octets of a slot of the receive ring.</summary>
    public const int ReceiveSlotOctets = 8;

    /// <summary>The most slots that every other end takes for one frame.</summary>
    public const int MostSlots = 18;

    /// <summary>The most octets of a frame: a slot counts them in sixteen bits.</summary>
    public const int LargestFrame = 65_535;

    /// <summary>NETTXF_csum_blank, NETTXF_data_validated: the checksum is still to be made, and the payload is sound.</summary>
    public const ushort TransmitChecksumBlank = 1 | 2;

    /// <summary>NETTXF_more_data, NETRXF_more_data: the frame goes on in the next slot.</summary>
    public const ushort MoreData = 4;

    /// <summary>NETTXF_extra_info, NETRXF_extra_info: the next slot is a <see cref="ExtraInfo"/>.</summary>
    public const ushort HasExtra = 8;

    /// <summary>NETRXF_data_validated.</summary>
    public const ushort ReceiveValidated = 1;

    /// <summary>NETRXF_csum_blank.</summary>
    public const ushort ReceiveChecksumBlank = 2;

    /// <summary>XEN_NETIF_EXTRA_TYPE_GSO.</summary>
    public const byte SegmentationExtra = 1;

    /// <summary>XEN_NETIF_EXTRA_FLAG_MORE.</summary>
    public const byte MoreExtras = 1;

    /// <summary>XEN_NETIF_GSO_TYPE_TCPV4.</summary>
    public const byte TcpV4 = 1;

    /// <summary>XEN_NETIF_GSO_TYPE_TCPV6.</summary>
    public const byte TcpV6 = 2;

    /// <summary>struct xen_netif_tx_request: a piece of a frame to send; in the first, the size is that of the whole frame.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TransmitRequest
    {
        public uint Grant;
        public ushort Offset;
        public ushort Flags;
        public ushort Id;
        public ushort Size;
    }

    /// <summary>struct xen_netif_tx_response.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TransmitResponse
    {
        public ushort Id;
        public short Status;
    }

    /// <summary>struct xen_netif_extra_info, as far as it is about segmentation.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ExtraInfo
    {
        public byte Type;
        public byte Flags;
        public ushort SegmentOctets;
        public byte Segmentation;
        public byte Padding;
        public ushort Features;
    }

    /// <summary>struct xen_netif_rx_request: a page to receive into.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ReceiveRequest
    {
        public ushort Id;
        public ushort Padding;
        public uint Grant;
    }

    /// <summary>struct xen_netif_rx_response: where in the page a piece of a frame lies; a negative status is an error.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ReceiveResponse
    {
        public ushort Id;
        public ushort Offset;
        public ushort Flags;
        public short Status;
    }
}
