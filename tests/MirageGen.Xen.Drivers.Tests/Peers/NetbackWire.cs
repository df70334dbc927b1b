namespace MirageGen.Xen.Drivers.Tests;

/// <summary>public/io/netif.h: flags, states and errors.</summary>
internal static class NetbackWire
{
    public const int TransmitSlot = 12;
    public const int ReceiveSlot = 8;

    // NETTXF_*, NETRXF_*: these three are alike in both directions.
    public const int MoreData = 1 << 2;
    public const int ExtraInfo = 1 << 3;

    public const int SentChecksumBlank = 1 << 0;
    public const int SentValidated = 1 << 1;
    public const int ReceivedValidated = 1 << 0;
    public const int ReceivedChecksumBlank = 1 << 1;

    public const int ExtraGso = 1;
    public const int ExtraFlagMore = 1;

    public const short Okay = 0;
    public const short Null = 1;
    public const short Dropped = -2;
    public const short Error = -1;

    public const int InitWait = 2;
    public const int Initialising = 1;
    public const int Connected = 4;
    public const int Closing = 5;
    public const int Closed = 6;
}
