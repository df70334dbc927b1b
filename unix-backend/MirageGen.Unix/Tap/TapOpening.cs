using System.Text;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tap;

/// <summary>Opens TAP interfaces that are there, and says what is wrong when they are not. Its calls may wait.</summary>
internal static unsafe class TapOpening
{
    private const NetworkOffloads ByHeader = NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation;

    /// <summary>What a kernel is asked to leave to us, from most to least; each with what that makes us able to do.</summary>
    private static readonly (nuint Asked, NetworkOffloads Offloads)[] Receiving =
    [
        (Libc.TapChecksum | Libc.TapTcpV4 | Libc.TapTcpV6 | Libc.TapTcpEcn, NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing),
        (Libc.TapChecksum | Libc.TapTcpV4 | Libc.TapTcpV6, NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing),
        (Libc.TapChecksum, NetworkOffloads.ReceiveChecksum),
        (0, NetworkOffloads.None),
    ];

    /// <summary>Opens an interface.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="leavesWork">Whether checksums and segments may be left to the kernel, and by it to us.</param>
    /// <exception cref="DeviceException">There is none by that name, it is not for this process, or is in use.</exception>
    public static TapInterface Open(string name, bool leavesWork)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > InterfaceRequest.MostNameBytes)
        {
            throw Failure(name, $"a name has 1 to {InterfaceRequest.MostNameBytes} octets");
        }

        var control = Libc.Socket(Libc.FamilyUnix, Libc.DatagramType | Libc.CloseOnExec, 0);
        if (control < 0)
        {
            throw Failure(name, Errno.Text(Errno.Last));
        }

        var frames = -1;
        try
        {
            // Looked up first: the driver would make one that does not exist, up to nobody and without an address.
            _ = Ask(control, Libc.GetInterfaceIndex, name);
            frames = OpenDriver(name);
            var hasHeader = Attach(frames, name, leavesWork);
            return new(
                name, frames, control, Ask(control, Libc.GetInterfaceAddress, name).Address,
                Ask(control, Libc.GetInterfaceMtu, name).Number, hasHeader, Offload(frames, hasHeader));
        }
        catch
        {
            _ = Libc.Close(control);
            _ = frames < 0 ? 0 : Libc.Close(frames);
            throw;
        }
    }

    private static int OpenDriver(string name)
    {
        fixed (byte* path = "/dev/net/tun\0"u8)
        {
            var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.NonBlocking | Libc.CloseOnExec);
            return descriptor >= 0 ? descriptor : throw Failure(name, Errno.Last switch
            {
                Errno.NoEntry or Errno.NoDevice or Errno.NoSuchDevice => "the host has no /dev/net/tun: 'modprobe tun'",
                Errno.Access or Errno.Perm => "/dev/net/tun is not for this user: 'chmod a+rw /dev/net/tun'",
                var error => $"/dev/net/tun: {Errno.Text(error)}",
            });
        }
    }

    private static bool Attach(int frames, string name, bool leavesWork)
    {
        uint features = 0;
        var hasHeader = leavesWork && Libc.DeviceControl(frames, Libc.TapGetFeatures, &features) == 0
            && (features & (uint)Libc.TapVirtioHeader) != 0;
        var request = new InterfaceRequest(name)
        {
            Flags = (short)(Libc.TapMode | Libc.TapNoPacketInfo | (hasHeader ? Libc.TapVirtioHeader : 0)),
        };
        return Libc.DeviceControl(frames, Libc.TapSetInterface, &request) == 0 ? hasHeader : throw Failure(name, Errno.Last switch
        {
            Errno.Busy => "another process has it open",
            Errno.Perm => $"it is not for this user: {Making(name)}",
            Errno.Invalid => $"it is no TAP interface of one queue: {Making(name)}",
            var error => Errno.Text(error),
        });
    }

    private static NetworkOffloads Offload(int frames, bool hasHeader)
    {
        // Whoever had the interface before may have left it otherwise.
        var header = VirtioHeader.Octets;
        if (!hasHeader || Libc.DeviceControl(frames, Libc.TapSetHeaderSize, &header) != 0)
        {
            _ = Libc.DeviceControl(frames, Libc.TapSetOffload, null);
            return NetworkOffloads.None;
        }

        foreach (var (asked, offloads) in Receiving)
        {
            if (Libc.DeviceControl(frames, Libc.TapSetOffload, (void*)asked) == 0)
            {
                return ByHeader | offloads;
            }
        }

        return ByHeader;
    }

    private static InterfaceRequest Ask(int control, nuint what, string name)
    {
        var request = new InterfaceRequest(name);
        return Libc.DeviceControl(control, what, &request) == 0 ? request : throw Failure(name, Errno.Last switch
        {
            Errno.NoSuchDevice => $"there is no such interface: {Making(name)}",
            var error => Errno.Text(error),
        });
    }

    private static string Making(string name) =>
        $"as root, 'ip tuntap add {name} mode tap user NAME && ip link set {name} up' makes one for the user NAME";

    private static DeviceException Failure(string name, string cause) =>
        new($"cannot open the network interface '{name}': {cause}");
}
