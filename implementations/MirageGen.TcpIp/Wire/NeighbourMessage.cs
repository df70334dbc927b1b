using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>A neighbour solicitation or advertisement (RFC 4861 sections 4.3 and 4.4).</summary>
internal readonly ref struct NeighbourMessage
{
    /// <summary>Octets without options.</summary>
    public const int MinOctets = 24;

    /// <summary>Octets with one hardware address.</summary>
    public const int OctetsWithLinkAddress = MinOctets + 8;

    private const uint RouterFlag = 0x8000_0000;
    private const uint SolicitedFlag = 0x4000_0000;
    private const uint OverrideFlag = 0x2000_0000;

    private readonly uint _flags;

    private NeighbourMessage(IPv6Address target, uint flags, NdpOptions options)
    {
        Target = target;
        _flags = flags;
        Options = options;
    }

    /// <summary>Whose hardware address it is about.</summary>
    public IPv6Address Target { get; }

    /// <summary>An advertisement's sender is a router.</summary>
    public bool IsRouter => (_flags & RouterFlag) != 0;

    /// <summary>An advertisement answers a solicitation.</summary>
    public bool IsSolicited => (_flags & SolicitedFlag) != 0;

    /// <summary>An advertisement replaces what was known.</summary>
    public bool IsOverride => (_flags & OverrideFlag) != 0;

    /// <summary>The options; sound.</summary>
    public NdpOptions Options { get; }

    /// <summary>Judges a message of either kind.</summary>
    /// <param name="octets">Untrusted; the whole ICMPv6 message.</param>
    /// <param name="message">The view.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out NeighbourMessage message)
    {
        message = default;
        if (octets.Length < MinOctets)
        {
            return WireError.Truncated;
        }

        var target = new IPv6Address(octets[8..MinOctets]);
        if (octets[1] != 0 || target.IsMulticast)
        {
            return WireError.Value;
        }

        var error = NdpOptions.TryRead(octets[MinOctets..], out var options);
        message = new(target, BinaryPrimitives.ReadUInt32BigEndian(octets[4..]), options);
        return error;
    }

    /// <summary>Writes a solicitation, without its checksum.</summary>
    /// <param name="octets">Room for <see cref="OctetsWithLinkAddress"/> octets.</param>
    /// <param name="target">Whom to ask about.</param>
    /// <param name="source">The asking station; null for duplicate address detection, which must not say it.</param>
    /// <returns>Octets written.</returns>
    public static int WriteSolicitation(Span<byte> octets, IPv6Address target, MacAddress? source)
    {
        new IcmpHeader((byte)IcmpV6Type.NeighbourSolicitation, 0, 0).Write(octets);
        target.CopyTo(octets[8..]);
        if (source is not { } address)
        {
            return MinOctets;
        }

        NdpOptions.WriteLinkAddress(octets[MinOctets..], NdpOptionType.SourceLinkAddress, address);
        return OctetsWithLinkAddress;
    }

    /// <summary>Writes an advertisement that overrides, without its checksum.</summary>
    /// <param name="octets">Room for <see cref="OctetsWithLinkAddress"/> octets.</param>
    /// <param name="target">Whose station it is.</param>
    /// <param name="station">The station.</param>
    /// <param name="isRouter">Whether it forwards.</param>
    /// <param name="isSolicited">Whether this answers a solicitation.</param>
    /// <returns>Octets written.</returns>
    public static int WriteAdvertisement(
        Span<byte> octets, IPv6Address target, MacAddress station, bool isRouter, bool isSolicited)
    {
        var flags = OverrideFlag | (isRouter ? RouterFlag : 0) | (isSolicited ? SolicitedFlag : 0);
        new IcmpHeader((byte)IcmpV6Type.NeighbourAdvertisement, 0, flags).Write(octets);
        target.CopyTo(octets[8..]);
        NdpOptions.WriteLinkAddress(octets[MinOctets..], NdpOptionType.TargetLinkAddress, station);
        return OctetsWithLinkAddress;
    }
}
