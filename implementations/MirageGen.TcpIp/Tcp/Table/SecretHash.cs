using System.Buffers.Binary;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// What an outsider must not predict of a connection, computed from its ends with a secret of this run: SipHash-2-4, as a
/// keyed pseudo-random function (RFC 6528 section 3, RFC 6056 section 3.3.3, RFC 4987 section 3.6). Each use has an
/// output of its own.
/// </summary>
internal sealed class SecretHash
{
    private const int KeyOctets = 16;

    private readonly SipHash _sip = new();

    /// <summary>Draws the secret.</summary>
    public SecretHash(IRandom random)
    {
        Span<byte> key = stackalloc byte[KeyOctets];
        random.Fill(key);
        _sip.Init(new KeyParameter(key));
    }

    /// <summary>The place of a connection in the table: nobody can choose ends that share one (hash flooding).</summary>
    public uint Place(in ConnectionKey key) => (uint)Compute(Use.Place, key, 0);

    /// <summary>What is added to the clock for an initial sequence number (RFC 6528 section 3).</summary>
    public uint SequenceOffset(in ConnectionKey key) => (uint)Compute(Use.Sequence, key, 0);

    /// <summary>Where among the ephemeral ports the search for a free one begins (RFC 6056 section 3.3.3, F).</summary>
    /// <param name="key">The connection to be, its local port zero.</param>
    public uint PortOffset(in ConnectionKey key) => (uint)Compute(Use.Port, key, 0);

    /// <summary>What is added to the clock for timestamps; the same for all connections between two hosts (RFC 7323 section 7.1).</summary>
    public uint TimestampOffset(in ConnectionKey key) =>
        (uint)Compute(Use.Timestamp, new(new(key.Local.Address, 0), new(key.Remote.Address, 0)), 0);

    /// <summary>What proves that a SYN cookie is ours.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="content">What else the proof is for.</param>
    public uint CookieProof(in ConnectionKey key, ulong content) => (uint)Compute(Use.Cookie, key, content);

    private ulong Compute(Use use, in ConnectionKey key, ulong content)
    {
        Span<byte> input = stackalloc byte[1 + sizeof(ulong) + ConnectionKey.MostOctets];
        input[0] = (byte)use;
        BinaryPrimitives.WriteUInt64LittleEndian(input[1..], content);
        var octets = key.CopyTo(input[(1 + sizeof(ulong))..]);
        _sip.BlockUpdate(input[..(1 + sizeof(ulong) + octets)]);
        return (ulong)_sip.DoFinal();
    }

    private enum Use : byte
    {
        Place,
        Sequence,
        Port,
        Timestamp,
        Cookie,
    }
}
