using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.Storage.Log;

/// <summary>CRC-32C (RFC 9260, appendix A), for which processors have an instruction; of all the octets, or of one part after the other.</summary>
internal struct Checksum()
{
    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public static uint Of(ReadOnlySpan<byte> octets)
    {
        var checksum = new Checksum();
        checksum.Add(octets);
        return checksum.Value;
    }

    public void Add(ReadOnlySpan<byte> octets)
    {
        var state = _state;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        }

        foreach (var octet in octets)
        {
            state = BitOperations.Crc32C(state, octet);
        }

        _state = state;
    }
}
