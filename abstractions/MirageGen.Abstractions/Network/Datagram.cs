namespace MirageGen;

/// <summary>One received datagram, valid during the call of its handler only.</summary>
public readonly ref struct Datagram
{
    /// <summary>Describes a datagram.</summary>
    /// <param name="payload">What was sent, in the device's memory.</param>
    /// <param name="path">Whence it came, and the address it came to.</param>
    public Datagram(ReadOnlySpan<byte> payload, in DatagramPath path)
    {
        Payload = payload;
        Path = path;
    }

    /// <summary>What was sent; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whence it came, and the address it came to: the path of a reply.</summary>
    public DatagramPath Path { get; }
}
