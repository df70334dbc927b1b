using System.Buffers.Binary;

namespace MirageGen.TestKit;

/// <summary>A fast 64-bit digest for telling runs apart, a word at a time. Against accident, not against malice.</summary>
internal struct TraceHash()
{
    private const ulong Multiplier = 0x9FB2_1C65_1E98_DF25;

    private ulong _state = 0xCBF2_9CE4_8422_2325;

    public readonly ulong Value
    {
        get
        {
            var mixed = _state ^ (_state >> 32);
            mixed *= Multiplier;
            return mixed ^ (mixed >> 29);
        }
    }

    public static ulong Of(ReadOnlySpan<byte> octets)
    {
        var hash = new TraceHash();
        hash.Add(octets);
        return hash.Value;
    }

    public void Add(ReadOnlySpan<byte> octets)
    {
        Mix((ulong)octets.Length);
        while (octets.Length >= sizeof(ulong))
        {
            Mix(BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (var octet in octets)
        {
            last = (last << 8) | octet;
        }

        Mix(last);
    }

    private void Mix(ulong word)
    {
        _state = (_state ^ word) * Multiplier;
        _state ^= _state >> 35;
    }
}
