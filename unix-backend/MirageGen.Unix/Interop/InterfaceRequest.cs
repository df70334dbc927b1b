using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MirageGen.Unix.Interop;

/// <summary>struct ifreq: an interface's name, and what is asked or said of it.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct InterfaceRequest
{
    /// <summary>The most octets of a name, without the zero behind it.</summary>
    public const int MostNameBytes = 15;

    private const int Bytes = 40;
    private const int ValueOffset = 16;
    private const int AddressOffset = ValueOffset + 2;

    private byte _first;

    /// <summary>Asks about an interface.</summary>
    /// <exception cref="ArgumentException">The name has more than <see cref="MostNameBytes"/> octets.</exception>
    public InterfaceRequest(string name)
    {
        _first = 0;
        _ = Encoding.UTF8.GetBytes(name, Octets[..MostNameBytes]);
    }

    /// <summary>Flags of the interface, or of how to open it.</summary>
    public short Flags
    {
        get => BinaryPrimitives.ReadInt16LittleEndian(Octets[ValueOffset..]);
        set => BinaryPrimitives.WriteInt16LittleEndian(Octets[ValueOffset..], value);
    }

    /// <summary>A number: the MTU, the index.</summary>
    public int Number => BinaryPrimitives.ReadInt32LittleEndian(Octets[ValueOffset..]);

    /// <summary>The hardware address.</summary>
    public MacAddress Address => new(Octets.Slice(AddressOffset, MacAddress.OctetCount));

    [UnscopedRef]
    private Span<byte> Octets => MemoryMarshal.CreateSpan(ref Unsafe.As<InterfaceRequest, byte>(ref this), Bytes);
}
