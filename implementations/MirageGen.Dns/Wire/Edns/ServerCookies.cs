using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace MirageGen.Dns.Wire;

/// <summary>
/// Server cookies that all servers of an address make alike (RFC 9018 section 4): a time and a hash over it, the client's
/// cookie and its address, SipHash-2-4. The key and the time are parameters.
/// </summary>
internal sealed class ServerCookies
{
    /// <summary>The length of one.</summary>
    public const int Octets = 16;

    /// <summary>The length of their key.</summary>
    public const int KeyOctets = 16;

    private const byte Version = 1;
    private const int HashAt = 8;

    /// <summary>The age at which a cookie is bad, in seconds.</summary>
    private const int LongestAge = 3600;

    /// <summary>The age at which it is made anew.</summary>
    private const int RenewAge = 1800;

    /// <summary>How far ahead another server's clock may be.</summary>
    private const int LongestLead = 300;

    private readonly SipHash _sip = new();

    /// <summary>Those of a key.</summary>
    /// <param name="key"><see cref="KeyOctets"/>, secret; copied.</param>
    public ServerCookies(ReadOnlySpan<byte> key) => _sip.Init(new KeyParameter(key));

    /// <summary>Makes a cookie.</summary>
    /// <param name="clientCookie">The client's, eight octets.</param>
    /// <param name="clientAddress">The client's address, four or sixteen octets.</param>
    /// <param name="time">Seconds since 1970, modulo 2^32.</param>
    /// <param name="destination">Room for <see cref="Octets"/>.</param>
    public void Write(ReadOnlySpan<byte> clientCookie, ReadOnlySpan<byte> clientAddress, uint time, Span<byte> destination)
    {
        destination[..HashAt].Clear();
        destination[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], time);
        WriteHash(clientCookie, clientAddress, destination[..HashAt], destination[HashAt..]);
    }

    /// <summary>Judges a cookie.</summary>
    /// <param name="cookie">Both cookies as they came.</param>
    /// <param name="clientAddress">Whence they came.</param>
    /// <param name="time">Seconds since 1970, modulo 2^32.</param>
    public CookieVerdict Judge(in CookieOption cookie, ReadOnlySpan<byte> clientAddress, uint time)
    {
        if (cookie.Server.Length != Octets || cookie.Server[0] != Version)
        {
            return CookieVerdict.Bad;
        }

        // The reserved octets are hashed as they came, so that no other ones pass.
        Span<byte> hash = stackalloc byte[Octets - HashAt];
        WriteHash(cookie.Client, clientAddress, cookie.Server[..HashAt], hash);
        if (!CryptographicOperations.FixedTimeEquals(hash, cookie.Server[HashAt..]))
        {
            return CookieVerdict.Bad;
        }

        // Serial arithmetic (RFC 1982), for the time wraps in 2106.
        var age = (int)(time - BinaryPrimitives.ReadUInt32BigEndian(cookie.Server[4..]));
        return age switch
        {
            < -LongestLead or > LongestAge => CookieVerdict.Bad,
            > RenewAge => CookieVerdict.Renew,
            _ => CookieVerdict.Good,
        };
    }

    private void WriteHash(ReadOnlySpan<byte> client, ReadOnlySpan<byte> address, ReadOnlySpan<byte> head, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[CookieOption.ClientOctets + HashAt + IPv6Address.OctetCount];
        client.CopyTo(input);
        head.CopyTo(input[CookieOption.ClientOctets..]);
        address.CopyTo(input[Octets..]);
        _sip.BlockUpdate(input[..(Octets + address.Length)]);
        _sip.DoFinal(destination);
    }
}
