namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The challenge ACKs of all connections: a thousand a second, more or less. With a number that stays, an attacker could
/// count what is left of it and so learn of other people's connections (CVE-2016-5696).
/// </summary>
internal sealed class ChallengeBudget(TimeProvider clock, IRandom random) : ITcpChallengeBudget
{
    private const int PerSecond = 1000;

    private readonly RateLimit _limit = new(clock, random, PerSecond, PerSecond);

    /// <inheritdoc/>
    public bool TryTake(TimeSpan now) => _limit.TryTake();
}
