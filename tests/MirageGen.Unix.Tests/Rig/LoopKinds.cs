using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tests;

/// <summary>Makes loops by their kind.</summary>
internal static class LoopKinds
{
    public static UnixLoop Create(this LoopKind kind) => kind == LoopKind.Epoll ? new EpollLoop() : new PortableLoop();

    /// <summary>Runs a test on a loop of that kind.</summary>
    public static void Run(this LoopKind kind, Func<UnixRig, Task> test, IpAddress[]? listen = null) =>
        UnixRig.Run(() => kind.Create(), test, listen: listen);
}
