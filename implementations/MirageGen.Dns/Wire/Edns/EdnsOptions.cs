using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>The options of an OPT record, in their order. Their lengths have been judged by <see cref="OptView.TryRead"/>.</summary>
internal ref struct EdnsOptions(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>The option that is come to.</summary>
    public EdnsOption Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly EdnsOptions GetEnumerator() => this;

    /// <summary>Goes to the next option.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        Current = new((EdnsOptionCode)BinaryPrimitives.ReadUInt16BigEndian(_rest), _rest.Slice(EdnsOption.FixedOctets, length));
        _rest = _rest[(EdnsOption.FixedOctets + length)..];
        return true;
    }
}
