namespace MirageGen.TestKit;

/// <summary>
/// A datagram or a frame under way, in memory that is used again: copies and releases allocate nothing in the steady
/// state.
/// </summary>
internal abstract class Packet
{
    private byte[] _buffer = [];

    /// <summary>What the wire counts: the whole IP packet or frame.</summary>
    public abstract int Octets { get; }

    /// <summary>Its name in the trace.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it is cut into fragments where it is too large for a wire.</summary>
    public abstract bool IsFragmentable { get; }

    /// <summary>Octets of its content.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    public Span<byte> Content => _buffer.AsSpan(0, Length);

    /// <summary>A digest of its content, for the trace.</summary>
    public uint Digest => (uint)TraceHash.Of(Content);

    /// <summary>Hands it to whom it is for.</summary>
    public abstract void Deliver();

    /// <summary>It will not arrive.</summary>
    public virtual void Dropped()
    {
    }

    public abstract bool TooLargeFor(Wire wire);

    /// <summary>Flips a bit.</summary>
    /// <returns>False when the receiver would notice and drop it.</returns>
    public abstract bool Corrupt(SeededRandom random);

    public abstract Packet Copy();

    /// <summary>Gives its memory back.</summary>
    public abstract void Release();

    protected void Fill(ReadOnlySpan<byte> content)
    {
        if (_buffer.Length < content.Length)
        {
            // Two sizes: what fits the usual frame, and everything else.
            _buffer = new byte[content.Length <= PacketPool<Packet>.SmallOctets ? PacketPool<Packet>.SmallOctets : 65_664];
        }

        content.CopyTo(_buffer);
        Length = content.Length;
    }
}
