using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct sockaddr_in and struct sockaddr_in6 in one: what a socket is bound to, connected to or receives from.</summary>
[StructLayout(LayoutKind.Sequential, Size = MaxBytes)]
internal struct SocketAddress
{
    /// <summary>The size of struct sockaddr_in6.</summary>
    public const int MaxBytes = 28;

    private const int V4Bytes = 16;
    private const int V4AddressOffset = 4;
    private const int V6AddressOffset = 8;
    private const int ScopeOffset = 24;

    // Filled by the kernel or through Octets; the family is in host order, the port in wire order.
    private ushort _family;
    private ushort _port;

    /// <summary>The address of an endpoint that has one.</summary>
    public SocketAddress(IpEndpoint endpoint)
    {
        _family = (ushort)(endpoint.Address.IsV4 ? Libc.FamilyV4 : Libc.FamilyV6);
        Port = endpoint.Port;
        if (endpoint.Address.IsV4)
        {
            endpoint.Address.V4.CopyTo(Octets[V4AddressOffset..]);
        }
        else
        {
            endpoint.Address.V6.CopyTo(Octets[V6AddressOffset..]);
            MemoryMarshal.Write(Octets[ScopeOffset..], endpoint.Address.Zone);
        }
    }

    /// <summary>Its length for the kernel.</summary>
    public readonly int Length => _family == Libc.FamilyV4 ? V4Bytes : MaxBytes;

    /// <summary>The port, in host order.</summary>
    public int Port
    {
        readonly get => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_port) : _port;
        set => _port = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)value) : (ushort)value;
    }

    /// <summary>The endpoint; none when the kernel wrote no IP address.</summary>
    public IpEndpoint Endpoint => _family switch
    {
        Libc.FamilyV4 => new(new IPv4Address(Octets[V4AddressOffset..]), Port),
        Libc.FamilyV6 => new(new IpAddress(new IPv6Address(Octets[V6AddressOffset..]), MemoryMarshal.Read<uint>(Octets[ScopeOffset..])), Port),
        _ => default,
    };

    [UnscopedRef]
    private Span<byte> Octets =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<SocketAddress, byte>(ref this), MaxBytes);
}
