using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>
/// What stands between the fixed header of an IPv6 packet and its payload (RFC 8200 section 4), walked once. A chain ends
/// at the first header that is no extension header, or at a fragment header.
/// </summary>
internal struct IPv6HeaderChain
{
    /// <summary>The most extension headers that are followed.</summary>
    public const int MostHeaders = 8;

    private const int FragmentHeaderOctets = 8;
    private const byte PadOne = 0;
    private const byte RouterAlert = 5;

    /// <summary>What the chain ends with; a fragment's is the header behind the fragment header.</summary>
    public byte NextHeader { get; private set; }

    /// <summary>Octets of the chain, a fragment header included.</summary>
    public int Octets { get; private set; }

    /// <summary>Whether the chain ends with a fragment header.</summary>
    public bool IsFragment { get; private set; }

    /// <summary>Where a fragment's payload belongs, in octets.</summary>
    public int FragmentOffset { get; private set; }

    /// <summary>Whether further fragments follow.</summary>
    public bool HasMoreFragments { get; private set; }

    /// <summary>What fragments of one packet have in common.</summary>
    public uint Identification { get; private set; }

    /// <summary>Whether the hop-by-hop options hold a router alert (RFC 2711).</summary>
    public bool HasRouterAlert { get; private set; }

    /// <summary>Where in the packet the field lies that <see cref="NextHeader"/> is from.</summary>
    public int NextHeaderOffset { get; private set; }

    /// <summary>What is wrong, for a parameter problem (RFC 4443 section 3.4); meaningful after an error.</summary>
    public ChainProblem Problem { get; private set; }

    /// <summary>Where in the packet it is wrong, in octets.</summary>
    public int ProblemOffset { get; private set; }

    /// <summary>Walks a chain.</summary>
    /// <param name="nextHeader">The next-header field in front of it.</param>
    /// <param name="octets">Untrusted; what follows the fixed header.</param>
    /// <param name="chain">What was found; after an error, up to there.</param>
    public static WireError TryRead(byte nextHeader, ReadOnlySpan<byte> octets, out IPv6HeaderChain chain)
    {
        chain = new() { NextHeader = nextHeader, NextHeaderOffset = 6 };
        for (var count = 0; ; count++)
        {
            var rest = octets[chain.Octets..];
            switch (chain.NextHeader)
            {
                case IPv6NextHeader.HopByHop when count > 0:
                    // It counts only directly behind the fixed header (RFC 8200 section 4.1).
                    chain.Fail(ChainProblem.NextHeader, WireError.Value, 0);
                    chain.ProblemOffset = chain.NextHeaderOffset;
                    return WireError.Value;
                case IPv6NextHeader.HopByHop or IPv6NextHeader.DestinationOptions or IPv6NextHeader.Routing:
                    if (count >= MostHeaders)
                    {
                        return chain.Fail(ChainProblem.None, WireError.Option, 0);
                    }

                    if (chain.ReadExtension(rest) is not WireError.None and var error)
                    {
                        return error;
                    }

                    break;
                case IPv6NextHeader.Fragment:
                    return chain.ReadFragment(rest);
                default:
                    return WireError.None;
            }
        }
    }

    private WireError ReadExtension(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8 || rest.Length < (rest[1] + 1) * 8)
        {
            return Fail(ChainProblem.None, WireError.Truncated, 0);
        }

        var length = (rest[1] + 1) * 8;
        if (NextHeader == IPv6NextHeader.Routing)
        {
            // Type 0 is forbidden (RFC 5095), and no other is understood: harmless only with nothing left to visit.
            if (rest[3] != 0)
            {
                return Fail(ChainProblem.Field, WireError.Value, 2);
            }
        }
        else if (ReadOptions(rest[2..length]) is not WireError.None and var error)
        {
            return error;
        }

        NextHeader = rest[0];
        NextHeaderOffset = IPv6Packet.HeaderOctets + Octets;
        Octets += length;
        return WireError.None;
    }

    /// <summary>Reads hop-by-hop or destination options (RFC 8200 section 4.2).</summary>
    private WireError ReadOptions(ReadOnlySpan<byte> options)
    {
        for (var at = 0; at < options.Length;)
        {
            var kind = options[at];
            if (kind == PadOne)
            {
                at++;
                continue;
            }

            if (at + 2 > options.Length || at + 2 + options[at + 1] > options.Length)
            {
                return Fail(ChainProblem.None, WireError.Option, at + 2);
            }

            HasRouterAlert |= NextHeader == IPv6NextHeader.HopByHop && kind == RouterAlert;
            if (kind != RouterAlert && kind >> 6 != 0)
            {
                // The two highest bits say what is to be done about an option that is not understood.
                var problem = (kind >> 6) switch
                {
                    1 => ChainProblem.None,
                    2 => ChainProblem.Option,
                    _ => ChainProblem.OptionUnlessMulticast,
                };
                return Fail(problem, WireError.Option, at + 2);
            }

            at += 2 + options[at + 1];
        }

        return WireError.None;
    }

    private WireError ReadFragment(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < FragmentHeaderOctets)
        {
            return Fail(ChainProblem.None, WireError.Truncated, 0);
        }

        var word = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        IsFragment = true;
        FragmentOffset = word & ~7;
        HasMoreFragments = (word & 1) != 0;
        Identification = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        NextHeader = rest[0];
        NextHeaderOffset = IPv6Packet.HeaderOctets + Octets;
        Octets += FragmentHeaderOctets;
        return WireError.None;
    }

    private WireError Fail(ChainProblem problem, WireError error, int offset)
    {
        Problem = problem;
        ProblemOffset = IPv6Packet.HeaderOctets + Octets + offset;
        return error;
    }
}
