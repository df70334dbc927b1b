using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct msghdr of sendmsg(2) and recvmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public SocketAddress* Name;
    public int NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}
