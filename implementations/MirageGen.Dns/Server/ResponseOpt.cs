using System.Buffers.Binary;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>The OPT record of a response: what it says follows from the request's, and is known before the answer is.</summary>
internal readonly struct ResponseOpt
{
    private const int CookieOctets = CookieOption.ClientOctets + ServerCookies.Octets;

    private readonly ServerFacts _facts;
    private readonly Requester _client;
    private readonly bool _isDnssecOk;
    private readonly bool _wantsId;
    private readonly bool _wantsKeepAlive;
    private readonly bool _wantsPadding;
    private readonly ulong _clientCookie;

    /// <summary>Reads what a request wishes.</summary>
    /// <param name="facts">What the server says of itself.</param>
    /// <param name="opt">The request's OPT record.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="code">FORMERR when a cookie is malformed (RFC 7873 section 5.2.2); otherwise as it was.</param>
    public ResponseOpt(ServerFacts facts, scoped in OptView opt, in Requester client, ref ResponseCode code)
    {
        _facts = facts;
        _client = client;
        _isDnssecOk = opt.IsDnssecOk;
        foreach (var option in opt.Options)
        {
            switch (option.Code)
            {
                case EdnsOptionCode.NameServerId:
                    _wantsId = facts.ServerId.Length > 0;
                    break;
                case EdnsOptionCode.KeepAlive:
                    _wantsKeepAlive = client.IsStream;
                    break;
                case EdnsOptionCode.Padding:
                    _wantsPadding = client.IsStream;
                    break;
                case EdnsOptionCode.Cookie when CookieOption.TryRead(option.Data, out var cookie) == MessageError.None:
                    HasCookie = true;
                    HasGoodCookie = facts.Limiter is not null && IsGood(cookie);
                    _clientCookie = BinaryPrimitives.ReadUInt64BigEndian(cookie.Client);
                    break;
                case EdnsOptionCode.Cookie:
                    code = ResponseCode.FormatError;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether the response has a cookie, so that it is for this client and this time alone.</summary>
    public bool HasCookie { get; }

    /// <summary>
    /// Whether the client has shown by a cookie of ours that he is where he says. It is not asked where nothing hangs on it.
    /// </summary>
    public bool HasGoodCookie { get; }

    /// <summary>The most octets that the record has, without padding.</summary>
    public int Octets => OptWriter.FixedOctets
        + (!HasCookie ? 0 : EdnsOption.FixedOctets + CookieOctets)
        + (_wantsId ? EdnsOption.FixedOctets + _facts.ServerId.Length : 0)
        + (_wantsKeepAlive ? EdnsOption.FixedOctets + sizeof(ushort) : 0)
        + EdnsOption.FixedOctets + sizeof(ushort);

    /// <summary>Writes the record, for which there is room.</summary>
    /// <param name="message">The response.</param>
    /// <param name="code">The whole response code.</param>
    /// <param name="error">Why it is what it is, if that helps.</param>
    public void Write(ref MessageWriter message, ResponseCode code, ExtendedErrorCode? error)
    {
        OptWriter.Begin(ref message, (ushort)_facts.MaxDatagramBytes, code, _isDnssecOk);
        if (HasCookie)
        {
            WriteCookie(ref message);
        }

        if (_wantsId)
        {
            OptWriter.WriteOption(ref message, EdnsOptionCode.NameServerId, _facts.ServerId);
        }

        if (_wantsKeepAlive)
        {
            OptWriter.WriteKeepAlive(ref message, _facts.IdleTimeout);
        }

        if (error is { } reason)
        {
            OptWriter.WriteExtendedError(ref message, reason, default);
        }

        if (_wantsPadding)
        {
            OptWriter.WritePadding(ref message, OptWriter.ResponseBlock, 0);
        }

        message.EndRecord();
    }

    /// <summary>Each response has a cookie made anew, which is what a client with a bad or an old one needs too.</summary>
    private void WriteCookie(ref MessageWriter message)
    {
        Span<byte> cookie = stackalloc byte[CookieOctets];
        Span<byte> address = stackalloc byte[IPv6Address.OctetCount];
        var fromClient = cookie[..CookieOption.ClientOctets];
        BinaryPrimitives.WriteUInt64BigEndian(fromClient, _clientCookie);
        _facts.Cookies.Write(fromClient, address[..WriteAddress(address)], Seconds(), cookie[CookieOption.ClientOctets..]);
        OptWriter.WriteOption(ref message, EdnsOptionCode.Cookie, cookie);
    }

    private bool IsGood(scoped in CookieOption cookie)
    {
        Span<byte> address = stackalloc byte[IPv6Address.OctetCount];
        return _facts.Cookies.Judge(cookie, address[..WriteAddress(address)], Seconds()) != CookieVerdict.Bad;
    }

    private uint Seconds() => (uint)_client.Clock.GetUtcNow().ToUnixTimeSeconds();

    private int WriteAddress(Span<byte> destination)
    {
        if (_client.Address.IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, _client.Address.V4.Value);
            return IPv4Address.OctetCount;
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, _client.Address.V6.Value);
        return IPv6Address.OctetCount;
    }
}
