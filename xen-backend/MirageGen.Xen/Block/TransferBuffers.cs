using System.Runtime.InteropServices;

namespace MirageGen.Xen.Block;

/// <summary>The caller's buffers of one transfer, as one run of octets.</summary>
internal sealed class TransferBuffers
{
    private Memory<byte>[] _pieces = new Memory<byte>[1];
    private int _count;
    private int _piece;
    private long _pieceStart;

    /// <summary>Octets of all of them.</summary>
    public long Octets { get; private set; }

    /// <summary>Adds a buffer to be filled.</summary>
    public void Add(Memory<byte> buffer)
    {
        if (_count == _pieces.Length)
        {
            Array.Resize(ref _pieces, _count * 2);
        }

        _pieces[_count++] = buffer;
        Octets += buffer.Length;
    }

    /// <summary>Adds a buffer to be written out, which nothing here writes to.</summary>
    public void Add(ReadOnlyMemory<byte> buffer) => Add(MemoryMarshal.AsMemory(buffer));

    /// <summary>Copies octets out of the buffers.</summary>
    public void CopyTo(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = At(offset, destination.Length);
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset += part.Length;
        }
    }

    /// <summary>Copies octets into the buffers.</summary>
    public void CopyFrom(long offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var part = At(offset, source.Length);
            source[..part.Length].CopyTo(part);
            source = source[part.Length..];
            offset += part.Length;
        }
    }

    /// <summary>Lets go of the buffers.</summary>
    public void Clear()
    {
        _pieces.AsSpan(0, _count).Clear();
        (_count, _piece, _pieceStart, Octets) = (0, 0, 0, 0);
    }

    // Octets are asked for in their order as a rule, so the buffer that was found last is where the search goes on.
    private Span<byte> At(long offset, int most)
    {
        if (offset < _pieceStart)
        {
            (_piece, _pieceStart) = (0, 0);
        }

        while (offset >= _pieceStart + _pieces[_piece].Length)
        {
            _pieceStart += _pieces[_piece++].Length;
        }

        var rest = _pieces[_piece].Span[(int)(offset - _pieceStart)..];
        return rest[..Math.Min(rest.Length, most)];
    }
}
