namespace MirageGen.Unix.Events;

/// <summary>What epoll(7) reports or is asked to report, edge-triggered.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    Readable = 0x1,
    Urgent = 0x2,
    Writable = 0x4,
    Error = 0x8,
    HungUp = 0x10,
    PeerShutdown = 0x2000,
    EdgeTriggered = 0x8000_0000,
}
