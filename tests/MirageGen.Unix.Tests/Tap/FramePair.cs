using System.Runtime.InteropServices;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

/// <summary>The two ends of a cable that the tests hold themselves: a pair of sockets that keep frames apart as a TAP interface does.</summary>
internal sealed unsafe partial class FramePair : IDisposable
{
    private const int SequencedPackets = 5;
    private const int SendBuffer = 7;

    private readonly int _kernel;
    private bool _isClosed;

    public FramePair(bool hasHeader = true, int sendBufferBytes = 1 << 20, int mtu = 1500)
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, SocketPair(Libc.FamilyUnix, SequencedPackets | Libc.NonBlocking | Libc.CloseOnExec, 0, ends));
        _kernel = ends[0];
        Assert.True(Libc.TrySetOption(ends[1], Libc.LevelSocket, SendBuffer, sendBufferBytes));
        Assert.True(Libc.TrySetOption(ends[0], Libc.LevelSocket, SendBuffer, 1 << 20));
        var offloads = hasHeader
            ? NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing
            : NetworkOffloads.None;
        Tap = new("test0", ends[1], -1, MacAddress.Parse("02:00:00:00:00:01"), mtu, hasHeader, offloads);
    }

    /// <summary>The device's end.</summary>
    public TapInterface Tap { get; }

    /// <summary>Puts octets on the cable as the kernel would, header and all.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        fixed (byte* first = octets)
        {
            if (Libc.Write(_kernel, first, (nuint)octets.Length) != octets.Length)
            {
                Assert.Fail("the cable is full");
            }
        }
    }

    /// <summary>Takes what the device has sent; null when there is nothing.</summary>
    public byte[]? Read()
    {
        var octets = new byte[FrameMemory.BlockOctets];
        var count = Take(octets);
        return count < 0 ? null : octets[..count];
    }

    /// <summary>Takes what the device has sent into memory that is there; negative when there is nothing.</summary>
    public int Take(Span<byte> octets)
    {
        fixed (byte* first = octets)
        {
            return (int)Libc.Read(_kernel, first, (nuint)octets.Length);
        }
    }

    /// <summary>Takes the kernel's side away.</summary>
    public void Unplug()
    {
        _isClosed = true;
        _ = Libc.Close(_kernel);
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            Unplug();
        }
    }

    [LibraryImport("libc", EntryPoint = "socketpair")]
    private static partial int SocketPair(int family, int type, int protocol, int* ends);
}
