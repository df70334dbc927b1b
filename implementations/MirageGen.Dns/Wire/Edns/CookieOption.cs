namespace MirageGen.Dns.Wire;

/// <summary>The two cookies of a COOKIE option (RFC 7873 section 4).</summary>
internal readonly ref struct CookieOption
{
    /// <summary>The length of a client's cookie.</summary>
    public const int ClientOctets = 8;

    private const int LeastServerOctets = 8;
    private const int MostServerOctets = 32;

    private CookieOption(ReadOnlySpan<byte> data)
    {
        Client = data[..ClientOctets];
        Server = data[ClientOctets..];
    }

    /// <summary>What the client will know the answer by.</summary>
    public ReadOnlySpan<byte> Client { get; }

    /// <summary>What the server will know the client by; empty when it has none yet.</summary>
    public ReadOnlySpan<byte> Server { get; }

    /// <summary>Judges an option's data; a length that does not fit is a FORMERR (RFC 7873 section 5.2.2).</summary>
    public static MessageError TryRead(ReadOnlySpan<byte> data, out CookieOption cookie)
    {
        cookie = default;
        if (data.Length != ClientOctets && data.Length - ClientOctets is < LeastServerOctets or > MostServerOctets)
        {
            return MessageError.Length;
        }

        cookie = new(data);
        return MessageError.None;
    }
}
