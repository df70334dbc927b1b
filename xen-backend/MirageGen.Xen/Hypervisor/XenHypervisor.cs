using MirageGen.Xen.Interop;
using MirageGen.Xen.Machine;

namespace MirageGen.Xen.Hypervisor;

/// <summary>The hypervisor under a domain, by hypercalls.</summary>
internal sealed unsafe class XenHypervisor : IHypervisor
{
    private readonly EventChannels _channels = new((byte*)Shim.SharedInfo());

    /// <inheritdoc/>
    public byte* TakePages(int count)
    {
        var first = (byte*)Shim.TakePages((ulong)count);
        return first != null
            ? first
            : throw new DeviceException($"out of memory: {count * PageLayout.PageOctets / 1024} KiB for a device are not there; give the domain more");
    }

    /// <inheritdoc/>
    public void GivePages(byte* first, int count) => Shim.GivePages(first, (ulong)count);

    /// <inheritdoc/>
    public uint FrameOf(byte* address) => checked((uint)Shim.FrameOf(address));

    /// <inheritdoc/>
    public uint OpenPort(ushort remote, IEventHandler handler)
    {
        var port = Hypercalls.OpenPort(remote);
        if (port < 0)
        {
            throw new DeviceException($"the hypervisor gives no event channel to domain {remote}: error {-port}");
        }

        ListenTo((uint)port, handler);
        return (uint)port;
    }

    /// <inheritdoc/>
    public void ListenTo(uint port, IEventHandler handler)
    {
        _channels.Listen(port, handler);
        Hypercalls.UnmaskPort(port);
    }

    /// <inheritdoc/>
    public void Notify(uint port) => Hypercalls.Notify(port);

    /// <inheritdoc/>
    public void ClosePort(uint port)
    {
        _channels.Forget(port);
        Hypercalls.ClosePort(port);
    }

    /// <inheritdoc/>
    public (nint Page, uint Port) StoreChannel => SpecialPages.Store;

    /// <inheritdoc/>
    public (nint Page, uint Port) ConsoleChannel => SpecialPages.Console;

    /// <inheritdoc/>
    public bool Suspend()
    {
        var result = (int)Shim.Suspend();
        if (result < 0)
        {
            throw new DeviceException($"the hypervisor does not suspend this domain: error {-result}");
        }

        if (result > 0)
        {
            return false;
        }

        _channels.ForgetAll();
        return true;
    }

    /// <summary>Sleeps until something has been notified or the time has come, and calls who listens.</summary>
    /// <param name="deadline">In nanoseconds of the monotonic clock; zero: only looks.</param>
    public void Poll(ulong deadline)
    {
        if (deadline != 0)
        {
            _ = Shim.WaitForEvents(deadline);
        }

        _channels.Dispatch();
    }
}
