using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Path;

/// <summary>One direction of a simulated path: decides when a segment arrives, if it does.</summary>
internal sealed class PathDirection(PathTraits traits, SeededRandom random)
{
    private const int HeaderOctets = 54;

    private TimeSpan _freeAt;

    /// <summary>Segments that were dropped, for whatever reason.</summary>
    public int Dropped { get; private set; }

    public PathTraits Traits { get; } = traits;

    /// <summary>Nothing leaves the bottleneck before a time.</summary>
    public void Hold(TimeSpan until) => _freeAt = until > _freeAt ? until : _freeAt;

    /// <summary>Sends a segment.</summary>
    /// <param name="payloadOctets">Its payload.</param>
    /// <param name="now">The time.</param>
    /// <param name="deliver">Called with each arrival's time, and whether it is marked.</param>
    public void Send(int payloadOctets, TimeSpan now, Action<TimeSpan, bool> deliver)
    {
        var leaves = now;
        var isMarked = false;
        if (Traits.OctetsPerSecond > 0)
        {
            var waiting = _freeAt > now ? (_freeAt - now).TotalSeconds * Traits.OctetsPerSecond : 0;
            if (waiting > Traits.QueueOctets)
            {
                Dropped++;
                return;
            }

            isMarked = Traits.MarkingOctets > 0 && waiting > Traits.MarkingOctets;
            leaves = (_freeAt > now ? _freeAt : now) + TimeSpan.FromSeconds((payloadOctets + HeaderOctets) / Traits.OctetsPerSecond);
            _freeAt = leaves;
        }

        if (random.Chance(Traits.Loss) || (Traits.BlackHoleOctets > 0 && payloadOctets >= Traits.BlackHoleOctets))
        {
            Dropped++;
            return;
        }

        deliver(leaves + Traits.Delay + Extra(), isMarked);
        if (random.Chance(Traits.Duplication))
        {
            deliver(leaves + Traits.Delay + Extra(), isMarked);
        }
    }

    private TimeSpan Extra() =>
        random.Chance(Traits.Reordering) ? random.NextTimeSpan(Traits.MostExtraDelay) : TimeSpan.Zero;
}
