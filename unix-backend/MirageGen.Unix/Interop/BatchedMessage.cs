using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct mmsghdr of sendmmsg(2) and recvmmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchedMessage
{
    public MessageHeader Header;
    public uint Length;
}
