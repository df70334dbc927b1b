using System.Buffers.Binary;

namespace MirageGen.XenHost.Packing;

/// <summary>
/// Takes the addresses out of x86-64 code, so that both compress better: a call holds the distance to what it calls, which is
/// another one at each place, and as an address is always the same. Likewise what operands name relative to the next
/// instruction. It looks for what could be one of either; where it is none, it is not so good, and never wrong:
/// native/unpack/addresses.c finds the same places in the same order, and 0 says that nothing was taken there.
/// </summary>
internal sealed class CodeAddresses
{
    private const byte Call = 0xe8;
    private const byte Jump = 0xe9;
    private const int ModRmMask = 0xc7;

    /// <summary>The displacement of 32 bits that follows is relative to the next instruction.</summary>
    private const int ModRmRelative = 0x05;

    /// <summary>Of an opcode, ModRM and displacement.</summary>
    private const int MostBytes = 6;

    /// <summary>Of an opcode in front of such a ModRM, one and the octets of the immediate value behind the displacement; zero of others.</summary>
    private static readonly byte[] WithOperand = OpcodesWithOperand();

    private readonly List<byte> _packed = [];
    private readonly List<byte> _calls = [];
    private readonly List<byte> _operands = [];

    private CodeAddresses()
    {
    }

    /// <summary>The code without them.</summary>
    public IReadOnlyList<byte> Packed => _packed;

    /// <summary>Where calls and jumps lead, in the order of the code, big-endian.</summary>
    public IReadOnlyList<byte> Calls => _calls;

    /// <summary>What other operands name, likewise.</summary>
    public IReadOnlyList<byte> Operands => _operands;

    /// <summary>Takes them out.</summary>
    /// <param name="code">All of it.</param>
    /// <param name="address">Where it lies.</param>
    /// <param name="start">The least address that is one.</param>
    /// <param name="end">And what follows the greatest.</param>
    public static CodeAddresses Take(ReadOnlySpan<byte> code, uint address, uint start, uint end)
    {
        var taken = new CodeAddresses();
        var at = 0;
        while (code.Length - at >= MostBytes)
        {
            var (list, place, immediateBytes) = taken.PlaceOf(code[at..]);
            taken._packed.AddRange(code.Slice(at, place));
            at += place;
            if (list is not null && TryTake(list, code[at..], address + (uint)(at + immediateBytes), start, end))
            {
                at += sizeof(uint);
            }
        }

        taken._packed.AddRange(code[at..]);
        return taken;
    }

    /// <summary>How many octets come before what is an address if the code begins with an instruction that has one.</summary>
    private (List<byte>? List, int Place, int ImmediateBytes) PlaceOf(ReadOnlySpan<byte> code)
    {
        if (code[0] is Call or Jump)
        {
            return (_calls, 1, 0);
        }

        var immediate = WithOperand[code[0]];
        return immediate > 0 && (code[1] & ModRmMask) == ModRmRelative ? (_operands, 2, immediate - 1) : (null, 1, 0);
    }

    private static byte[] OpcodesWithOperand()
    {
        var table = new byte[256];
        ReadOnlySpan<byte> alone =
        [
            0x01, 0x03, 0x10, 0x11, 0x28, 0x29, 0x2b, 0x38, 0x39, 0x3b, 0x58, 0x59, 0x5c, 0x5e, 0x63, 0x6f, 0x7f,
            0x88, 0x89, 0x8b, 0x8d, 0xb1, 0xb6, 0xb7, 0xbe, 0xc1, 0xff,
        ];
        foreach (var opcode in alone)
        {
            table[opcode] = 1;
        }

        table[0x80] = table[0x83] = table[0xc6] = 2;
        table[0xc7] = 5;
        return table;
    }

    /// <returns>Whether it is within the image; 0 is noted if it is not.</returns>
    private static bool TryTake(List<byte> list, ReadOnlySpan<byte> displacement, uint from, uint start, uint end)
    {
        var address = from + sizeof(uint) + BinaryPrimitives.ReadUInt32LittleEndian(displacement);
        var isTaken = address >= start && address < end;
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, isTaken ? address : 0);
        list.AddRange(octets);
        return isTaken;
    }
}
