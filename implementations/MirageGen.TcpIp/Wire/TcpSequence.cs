namespace MirageGen.TcpIp.Wire;

/// <summary>
/// A sequence number: a place in one direction of a connection, modulo 2^32 (RFC 9293 section 3.4). Two of them compare
/// by the shorter way round, so comparisons hold for numbers less than 2^31 apart.
/// </summary>
/// <param name="value">The number as it is on the wire.</param>
internal readonly struct TcpSequence(uint value) : IEquatable<TcpSequence>
{
    /// <summary>The number as it is on the wire.</summary>
    public uint Value { get; } = value;

    /// <summary>How far one lies behind another, in octets; negative when it lies before it.</summary>
    public static int operator -(TcpSequence left, TcpSequence right) => (int)(left.Value - right.Value);

    /// <summary>So many octets further on.</summary>
    public static TcpSequence operator +(TcpSequence start, int octets) => new(start.Value + (uint)octets);

    /// <summary>So many octets back.</summary>
    public static TcpSequence operator -(TcpSequence start, int octets) => new(start.Value - (uint)octets);

    public static bool operator <(TcpSequence left, TcpSequence right) => left - right < 0;

    public static bool operator >(TcpSequence left, TcpSequence right) => left - right > 0;

    public static bool operator <=(TcpSequence left, TcpSequence right) => left - right <= 0;

    public static bool operator >=(TcpSequence left, TcpSequence right) => left - right >= 0;

    public static bool operator ==(TcpSequence left, TcpSequence right) => left.Value == right.Value;

    public static bool operator !=(TcpSequence left, TcpSequence right) => left.Value != right.Value;

    public bool Equals(TcpSequence other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is TcpSequence other && Equals(other);

    public override int GetHashCode() => (int)Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
