using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <content>socket(7), tcp(7), udp(7), ip(7) and ipv6(7), with Linux's numbers.</content>
internal static unsafe partial class Libc
{
    public const int FamilyV4 = 2;
    public const int FamilyV6 = 10;
    public const int Stream = 1;
    public const int DatagramType = 2;

    public const int LevelSocket = 1;
    public const int ReuseAddress = 2;
    public const int SocketError = 4;
    public const int Broadcast = 6;
    public const int ReceiveBuffer = 8;
    public const int Linger = 13;

    public const int LevelIp = 0;
    public const int IpPacketInfo = 8;
    public const int IpReceiveError = 11;
    public const int IpJoin = 35;
    public const int IpLeave = 36;
    public const int IpMulticastAll = 49;
    public const int LevelTcp = 6;
    public const int TcpNoDelay = 1;
    public const int LevelIpv6 = 41;
    public const int Ipv6Join = 20;
    public const int Ipv6Leave = 21;
    public const int Ipv6ReceiveError = 25;
    public const int Ipv6Only = 26;
    public const int Ipv6MulticastAll = 29;
    public const int Ipv6ReceivePacketInfo = 49;
    public const int Ipv6PacketInfo = 50;

    public const int MessageTruncated = 0x20;
    public const int MessageDontWait = 0x40;
    public const int MessageErrorQueue = 0x2000;
    public const int MessageNoSignal = 0x4000;
    public const int MessageMore = 0x8000;

    public const int ShutdownWrite = 1;

    [LibraryImport(Library, EntryPoint = "socket")]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind")]
    public static partial int Bind(int socket, in SocketAddress address, int length);

    [LibraryImport(Library, EntryPoint = "listen")]
    public static partial int Listen(int socket, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4")]
    public static partial int Accept(int socket, ref SocketAddress address, ref int length, int flags);

    [LibraryImport(Library, EntryPoint = "connect")]
    public static partial int Connect(int socket, in SocketAddress address, int length);

    [LibraryImport(Library, EntryPoint = "getsockname")]
    public static partial int GetSocketName(int socket, ref SocketAddress address, ref int length);

    [LibraryImport(Library, EntryPoint = "setsockopt")]
    public static partial int SetOption(int socket, int level, int name, void* value, int length);

    [LibraryImport(Library, EntryPoint = "getsockopt")]
    public static partial int GetOption(int socket, int level, int name, void* value, int* length);

    [LibraryImport(Library, EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport(Library, EntryPoint = "recv")]
    public static partial nint Receive(int socket, void* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "send")]
    public static partial nint Send(int socket, void* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "sendmsg")]
    public static partial nint SendMessage(int socket, MessageHeader* message, int flags);

    /// <summary>sendfile(2): sends from a file.</summary>
    /// <param name="socket">Whereto.</param>
    /// <param name="file">From which.</param>
    /// <param name="offset">From where; moved by what was sent.</param>
    /// <param name="length">How much.</param>
    [LibraryImport(Library, EntryPoint = "sendfile")]
    public static partial nint SendFile(int socket, int file, long* offset, nuint length);

    [LibraryImport(Library, EntryPoint = "recvmsg")]
    public static partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "recvmmsg")]
    public static partial int ReceiveMessages(int socket, BatchedMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport(Library, EntryPoint = "sendmmsg")]
    public static partial int SendMessages(int socket, BatchedMessage* messages, uint count, int flags);

    /// <summary>Sets an option whose value is a number.</summary>
    public static bool TrySetOption(int socket, int level, int name, int value) =>
        SetOption(socket, level, name, &value, sizeof(int)) == 0;
}
