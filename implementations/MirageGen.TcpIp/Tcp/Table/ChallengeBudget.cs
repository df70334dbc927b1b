namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The challenge ACKs of all connections: between a half and the whole of a number each second, drawn anew for each. With a
/// number that stays, an attacker could count what is left of it and so learn of other people's connections
/// (CVE-2016-5696).
/// </summary>
internal sealed class ChallengeBudget(IRandom random) : ITcpChallengeBudget
{
    private const int MostPerSecond = 1000;

    private TimeSpan _until;
    private int _left;

    /// <inheritdoc/>
    public bool TryTake(TimeSpan now)
    {
        if (now >= _until)
        {
            _until = now + TimeSpan.FromSeconds(1);
            _left = (MostPerSecond / 2) + (int)(random.NextUInt32() % ((MostPerSecond / 2) + 1));
        }

        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }
}
