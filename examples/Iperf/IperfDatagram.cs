using System.Buffers.Binary;

/// <summary>What a datagram of a test begins with: when it was sent, in seconds and microseconds, and its number.</summary>
/// <param name="Sent">When it was sent, by the sender's clock.</param>
/// <param name="Number">Its number, from one on.</param>
public readonly record struct IperfDatagram(TimeSpan Sent, ulong Number)
{
    /// <summary>The least and the most octets of a datagram.</summary>
    public const int LeastOctets = 16;
    public const int MostOctets = 65_507;

    /// <summary>Octets of a datagram of ours: what a segment of TCP over IPv6 over Ethernet has, which is how iperf3 chooses.</summary>
    public const int DefaultOctets = 1428;

    private const int SecondsOffset = 0;
    private const int MicrosecondsOffset = 4;
    private const int NumberOffset = 8;

    /// <summary>What the client sends to begin, and what the server answers.</summary>
    public static ReadOnlySpan<byte> Connect => "9876"u8;

    public static ReadOnlySpan<byte> Connected => "6789"u8;

    /// <summary>Reads it.</summary>
    /// <param name="octets">A datagram.</param>
    /// <param name="isWide">Whether numbers have 64 bits, not 32.</param>
    /// <param name="datagram">What it says.</param>
    /// <returns>False when it is too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, bool isWide, out IperfDatagram datagram)
    {
        datagram = default;
        if (octets.Length < LeastOctets)
        {
            return false;
        }

        var sent = TimeSpan.FromSeconds((long)BinaryPrimitives.ReadUInt32BigEndian(octets[SecondsOffset..]))
            + TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(octets[MicrosecondsOffset..]));
        datagram = new(sent, isWide
            ? BinaryPrimitives.ReadUInt64BigEndian(octets[NumberOffset..])
            : BinaryPrimitives.ReadUInt32BigEndian(octets[NumberOffset..]));
        return true;
    }

    /// <summary>Writes it, and nothing but zeros behind it.</summary>
    public void Write(Span<byte> octets, bool isWide)
    {
        octets.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(octets[SecondsOffset..], (uint)(long)Sent.TotalSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(octets[MicrosecondsOffset..], (uint)(Sent.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        if (isWide)
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets[NumberOffset..], Number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets[NumberOffset..], (uint)Number);
        }
    }
}
