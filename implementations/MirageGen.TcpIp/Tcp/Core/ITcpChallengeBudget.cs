namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Bounds the challenge ACKs of a whole device (RFC 5961 section 7), on top of each connection's own bound. An implementation
/// must not tell one peer how many others got (its bound must not be a constant that a peer can count to).
/// </summary>
internal interface ITcpChallengeBudget
{
    /// <summary>Whether one more may be sent, which then counts.</summary>
    /// <param name="now">The loop's time.</param>
    bool TryTake(TimeSpan now);
}
