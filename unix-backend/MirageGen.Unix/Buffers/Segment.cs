using System.Buffers;

namespace MirageGen.Unix.Buffers;

/// <summary>
/// A piece of a flow's buffer: either a block of pinned memory that the pool owns, filled from its start, or a reference
/// to memory that never changes.
/// </summary>
internal sealed unsafe class Segment : ReadOnlySequenceSegment<byte>
{
    private readonly byte[]? _block;
    private readonly byte* _pointer;

    /// <summary>Makes one that refers to memory of others.</summary>
    public Segment()
    {
    }

    /// <summary>Makes one with a block of its own.</summary>
    public Segment(int blockBytes)
    {
        _block = GC.AllocateUninitializedArray<byte>(blockBytes, pinned: true);
        fixed (byte* first = _block)
        {
            // The array never moves, and lives as long as this object.
            _pointer = first;
        }
    }

    /// <summary>The size of its block; zero for a reference.</summary>
    public int BlockBytes => _block?.Length ?? 0;

    public bool IsReference => _block is null;

    /// <summary>Where the octets not yet taken begin.</summary>
    public int Start { get; private set; }

    /// <summary>Where the octets end.</summary>
    public int End { get; private set; }

    public int Count => End - Start;

    public int RoomBytes => _block is null ? 0 : _block.Length - End;

    public Segment? Following { get; private set; }

    /// <summary>The address of the first octet not yet taken; null for a reference.</summary>
    public byte* FirstOctet => _pointer is null ? null : _pointer + Start;

    /// <summary>The free part of the block.</summary>
    public Span<byte> Room => new(_pointer + End, RoomBytes);

    public Memory<byte> RoomMemory => _block.AsMemory(End);

    public ReadOnlyMemory<byte> Unsent => Memory[Start..];

    /// <summary>Makes it refer to memory that never changes.</summary>
    public void Refer(ReadOnlyMemory<byte> memory)
    {
        Memory = memory;
        End = memory.Length;
    }

    /// <summary>Says that octets have been written into the room.</summary>
    public void Fill(int count)
    {
        End += count;
        Memory = _block.AsMemory(0, End);
    }

    /// <summary>Says that octets at the start are done with.</summary>
    public void Take(int count) => Start += count;

    public void Append(Segment next)
    {
        next.RunningIndex = RunningIndex + End;
        Next = next;
        Following = next;
    }

    /// <summary>Makes it as new, keeping the block.</summary>
    public void Clear()
    {
        Start = 0;
        End = 0;
        RunningIndex = 0;
        Next = null;
        Following = null;
        Memory = default;
    }

    /// <summary>Links it into a list of free ones.</summary>
    public void ChainFree(Segment? next) => Following = next;
}
