using System.Buffers;

namespace MirageGen.Http;

/// <summary>What one read brought, while requests are taken off its front: mostly one piece, sometimes several.</summary>
internal ref struct ArrivedOctets
{
    private ReadOnlySequence<byte> _sequence;
    private ReadOnlySpan<byte> _first;
    private int _offset;

    public ArrivedOctets(in ReadOnlySequence<byte> sequence)
    {
        _sequence = sequence;
        _first = sequence.FirstSpan;
        SkipEmptyPieces();
    }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsEmpty => _offset == _first.Length;

    /// <summary>What is left of the piece at the front.</summary>
    public readonly ReadOnlySpan<byte> First => _first[_offset..];

    /// <summary>All that is left.</summary>
    public readonly ReadOnlySequence<byte> Rest => _sequence.Slice(_offset);

    /// <summary>Where the rest begins.</summary>
    public readonly SequencePosition Position => _sequence.GetPosition(_offset);

    /// <summary>Takes octets off the front.</summary>
    public void Skip(long count)
    {
        if (count <= _first.Length - _offset)
        {
            _offset += (int)count;
        }
        else
        {
            _sequence = _sequence.Slice(_offset + count);
            _first = _sequence.FirstSpan;
            _offset = 0;
        }

        SkipEmptyPieces();
    }

    private void SkipEmptyPieces()
    {
        while (_offset == _first.Length && !_sequence.IsSingleSegment)
        {
            var next = _sequence.Slice(_offset);
            if (next.IsEmpty)
            {
                return;
            }

            _sequence = next;
            _first = next.FirstSpan;
            _offset = 0;
        }
    }
}
