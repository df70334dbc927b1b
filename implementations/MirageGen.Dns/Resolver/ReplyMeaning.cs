namespace MirageGen.Dns.Resolver;

/// <summary>What a server's response means to who asked it.</summary>
internal enum ReplyMeaning : byte
{
    /// <summary>Nothing: the server does not know the zone, or fails.</summary>
    Lame,

    /// <summary>The records that were asked for.</summary>
    Records,

    /// <summary>Another name for the name.</summary>
    Alias,

    /// <summary>Another name for all names below one above.</summary>
    Redirection,

    /// <summary>Others know.</summary>
    Referral,

    /// <summary>There are no such records.</summary>
    NoData,

    /// <summary>There is no such name.</summary>
    NameError,
}
