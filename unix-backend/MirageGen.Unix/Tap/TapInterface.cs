using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tap;

/// <summary>An open TAP interface: its descriptors, and what the kernel says about its own side of it.</summary>
/// <param name="Name">The interface's name on the host.</param>
/// <param name="Frames">Reads and writes one frame at a time, and never waits.</param>
/// <param name="Control">A socket of the same network namespace to ask by; negative when there is none.</param>
/// <param name="HostAddress">The hardware address of the kernel's side.</param>
/// <param name="Mtu">The largest payload of a frame in octets.</param>
/// <param name="HasHeader">Whether a <see cref="VirtioHeader"/> stands in front of each frame.</param>
/// <param name="Offloads">What the kernel does.</param>
internal sealed unsafe record TapInterface(
    string Name, int Frames, int Control, MacAddress HostAddress, int Mtu, bool HasHeader, NetworkOffloads Offloads)
{
    /// <summary>
    /// Whether the kernel's side is up; there is a carrier for as long as this side is open. The kernel answers from memory,
    /// without waiting for anything.
    /// </summary>
    public bool IsUp
    {
        get
        {
            if (Control < 0)
            {
                return true;
            }

            var request = new InterfaceRequest(Name);
            return Libc.DeviceControl(Control, Libc.GetInterfaceFlags, &request) == 0
                && (request.Flags & Libc.InterfaceUp) != 0;
        }
    }
}
