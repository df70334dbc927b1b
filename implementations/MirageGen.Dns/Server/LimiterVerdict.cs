namespace MirageGen.Dns.Server;

/// <summary>What becomes of a response.</summary>
internal enum LimiterVerdict
{
    /// <summary>It is sent.</summary>
    Send,

    /// <summary>Its question is sent, and that there is more to have over TCP.</summary>
    Truncate,

    /// <summary>Nothing is sent.</summary>
    Drop,
}
