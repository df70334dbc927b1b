namespace MirageGen.Unix.Tcp;

/// <summary>What one flow may transfer in one direction between two looks for events. A mutable struct: keep it in a field.</summary>
internal struct TurnShare
{
    /// <summary>The share: 256 kB, a tenth of a millisecond of copying or so.</summary>
    public const int Octets = 256 * 1024;

    private uint _turn;
    private long _left;

    /// <summary>Whether some of the share is left.</summary>
    public bool HasLeft(uint turn)
    {
        if (_turn != turn)
        {
            _turn = turn;
            _left = Octets;
        }

        return _left > 0;
    }

    /// <summary>Counts what was transferred.</summary>
    public void Take(long count) => _left -= count;
}
