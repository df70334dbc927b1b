using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <content>netdevice(7) and the kernel's TUN/TAP driver, with Linux's numbers (linux/if_tun.h).</content>
internal static unsafe partial class Libc
{
    public const int FamilyUnix = 1;

    public const nuint GetInterfaceFlags = 0x8913;
    public const nuint GetInterfaceMtu = 0x8921;
    public const nuint GetInterfaceAddress = 0x8927;
    public const nuint GetInterfaceIndex = 0x8933;

    public const short InterfaceUp = 0x1;

    public const nuint TapSetInterface = 0x4004_54CA;
    public const nuint TapGetFeatures = 0x8004_54CF;
    public const nuint TapSetOffload = 0x4004_54D0;
    public const nuint TapSetHeaderSize = 0x4004_54D8;

    public const short TapMode = 0x2;
    public const short TapNoPacketInfo = 0x1000;
    public const short TapVirtioHeader = 0x4000;

    public const nuint TapChecksum = 0x1;
    public const nuint TapTcpV4 = 0x2;
    public const nuint TapTcpV6 = 0x4;
    public const nuint TapTcpEcn = 0x8;

    // Variadic in C; on these systems' calling conventions a fixed third argument is the same.
    [LibraryImport(Library, EntryPoint = "ioctl")]
    public static partial int DeviceControl(int descriptor, nuint request, void* argument);
}
