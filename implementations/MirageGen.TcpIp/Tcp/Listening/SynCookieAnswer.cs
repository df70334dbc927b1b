namespace MirageGen.TcpIp.Tcp;

/// <summary>What a segment is to the cookies that were made lately.</summary>
internal enum SynCookieAnswer
{
    /// <summary>It brings none back.</summary>
    None,

    /// <summary>It brings one back and follows the peer's SYN directly: a connection begins.</summary>
    Begins,

    /// <summary>
    /// It brings one back, but what the peer sent before was lost and comes again. By itself it proves too little: one guess
    /// in 256 would pass.
    /// </summary>
    Ahead,
}
