using System.Buffers;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// A piece of a flow's buffer: memory of the pool, or memory of others that never changes. Its running index is the place
/// of its first octet in the stream.
/// </summary>
internal sealed class Block : ReadOnlySequenceSegment<byte>
{
    /// <summary>Makes one that refers to memory of others.</summary>
    public Block() => Octets = [];

    /// <summary>Makes one with memory of its own.</summary>
    public Block(int octets)
    {
        Octets = GC.AllocateUninitializedArray<byte>(octets);
        Memory = Octets;
    }

    /// <summary>Its own memory; empty when it refers to others'.</summary>
    public byte[] Octets { get; }

    /// <summary>How much of it is filled; for those filled from their start.</summary>
    public int Filled { get; set; }

    /// <summary>Where in the stream it begins.</summary>
    public long Offset
    {
        get => RunningIndex;
        set => RunningIndex = value;
    }

    /// <summary>The place in the stream behind what is filled.</summary>
    public long End => RunningIndex + Filled;

    /// <summary>What lies behind it.</summary>
    public Block? Following
    {
        get => (Block?)Next;
        set => Next = value;
    }

    /// <summary>Makes it refer to memory that never changes.</summary>
    public void Refer(ReadOnlyMemory<byte> memory)
    {
        Memory = memory;
        Filled = memory.Length;
    }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        Filled = 0;
        RunningIndex = 0;
        Next = null;
        Memory = Octets;
    }
}
