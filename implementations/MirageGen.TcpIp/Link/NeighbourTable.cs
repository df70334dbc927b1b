namespace MirageGen.TcpIp;

/// <summary>
/// The neighbours on a link, of one version of IP: ARP and Neighbour Discovery share it and its states (RFC 4861
/// section 7.3). Bounded in neighbours, in those being asked for, in packets and octets that wait.
/// </summary>
internal sealed class NeighbourTable : IDisposable
{
    /// <summary>The most neighbours; the one that was used least recently is given up for a new one.</summary>
    public const int MostNeighbours = 512;

    /// <summary>The most neighbours being asked for at once: what a scan of the link's addresses from outside can take.</summary>
    public const int MostIncomplete = 64;

    /// <summary>
    /// The most packets that wait for one neighbour, enough for the fragments of one datagram; a newer one drops the oldest
    /// (RFC 1122 section 2.3.2.2).
    /// </summary>
    public const int MostKeptEach = 64;

    /// <summary>The most octets that wait for all neighbours.</summary>
    public const int MostKeptOctets = 256 * 1024;

    private const int MostSolicitations = 3;
    private static readonly TimeSpan DelayTime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<IpAddress, Neighbour> _neighbours = new(MostNeighbours, AddressComparer.Instance);
    private readonly List<Neighbour> _due = [];
    private readonly IRandom _random;
    private readonly INeighbourUser _user;
    private readonly NeighbourCounters _counters;
    private readonly Alarm _alarm;
    private int _incomplete;
    private int _keptOctets;
    private long _uses;

    public NeighbourTable(TimeProvider clock, IRandom random, INeighbourUser user, NeighbourCounters counters)
    {
        _random = random;
        _user = user;
        _counters = counters;
        _alarm = new(clock, Tick);
    }

    /// <summary>The mean time that a neighbour is taken for reachable (RFC 4861 section 6.3.2).</summary>
    public TimeSpan ReachableTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between solicitations.</summary>
    public TimeSpan RetransmitTime { get; set; } = TimeSpan.FromSeconds(1);

    public int Count => _neighbours.Count;

    private TimeSpan Now => _alarm.Now;

    /// <summary>The neighbour with an address, if it is known.</summary>
    public Neighbour? Find(IpAddress address) => _neighbours.GetValueOrDefault(address);

    /// <summary>
    /// The neighbour with an address; asking for its station begins with the first packet that waits for it, or a moment
    /// later.
    /// </summary>
    /// <returns>Null when too many are being asked for already.</returns>
    public Neighbour? FindOrAdd(IpAddress address)
    {
        if (_neighbours.TryGetValue(address, out var neighbour))
        {
            neighbour.LastUse = ++_uses;
            return neighbour;
        }

        if (_incomplete >= MostIncomplete)
        {
            _counters.TableFull.Increment();
            return null;
        }

        neighbour = Add(address);
        _incomplete++;
        neighbour.Deadline = Now + RetransmitTime;
        _alarm.Set(neighbour.Deadline);
        return neighbour;
    }

    /// <summary>A packet leaves for a usable neighbour: one that is stale is to be checked soon.</summary>
    public void Use(Neighbour neighbour)
    {
        if (neighbour.State == NeighbourState.Stale)
        {
            neighbour.LastUse = ++_uses;
            Enter(neighbour, NeighbourState.Delay, DelayTime);
        }
    }

    /// <summary>Keeps a packet for a neighbour that is not usable, and asks for its station.</summary>
    /// <returns>False when it was dropped; the caller has its memory back.</returns>
    public bool TryKeep(Neighbour neighbour, in KeptPacket packet)
    {
        while (neighbour.Waiting.Count > 0
            && (neighbour.Waiting.Count >= MostKeptEach || _keptOctets + packet.Length > MostKeptOctets))
        {
            _keptOctets -= neighbour.Waiting.Dequeue().Length;
            _counters.KeptDropped.Increment();
        }

        if (_keptOctets + packet.Length > MostKeptOctets || neighbour.State != NeighbourState.Incomplete)
        {
            _counters.KeptDropped.Increment();
            return false;
        }

        _counters.Kept.Increment();
        _keptOctets += packet.Length;
        neighbour.Waiting.Enqueue(packet);
        if (neighbour.Solicitations == 0)
        {
            Solicit(neighbour);
        }

        return true;
    }

    /// <summary>Somebody has said, unasked, that an address is at a station: it is believed, but to be checked.</summary>
    /// <param name="address">The address.</param>
    /// <param name="station">The station.</param>
    /// <param name="mayAdd">Whether this is reason enough to make a neighbour of it.</param>
    public void Learn(IpAddress address, MacAddress station, bool mayAdd)
    {
        if (!_neighbours.TryGetValue(address, out var neighbour))
        {
            if (!mayAdd)
            {
                return;
            }

            neighbour = Add(address);
            neighbour.Station = station;
            Enter(neighbour, NeighbourState.Stale, Timeout.InfiniteTimeSpan);
            _user.ReachabilityChanged(neighbour, isReachable: true);
        }
        else if (neighbour.Station != station || !neighbour.IsUsable)
        {
            Resolve(neighbour, station, NeighbourState.Stale);
        }
    }

    /// <summary>A neighbour has answered a solicitation: it is reachable.</summary>
    public void Confirm(Neighbour neighbour, MacAddress station) => Resolve(neighbour, station, NeighbourState.Reachable);

    /// <summary>
    /// What was sent by a neighbour has arrived (RFC 4861 section 7.3.1). As long as it is taken for reachable anyway that is
    /// no news; later, it spares it the question.
    /// </summary>
    public void ConfirmProgress(Neighbour neighbour)
    {
        if (neighbour.State is NeighbourState.Stale or NeighbourState.Delay or NeighbourState.Probe)
        {
            Confirm(neighbour, neighbour.Station);
        }
    }

    /// <summary>A neighbour may be elsewhere, or gone: the next packet checks it.</summary>
    public void Doubt(Neighbour neighbour)
    {
        if (neighbour.State == NeighbourState.Reachable)
        {
            Enter(neighbour, NeighbourState.Stale, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _alarm.Dispose();

    private Neighbour Add(IpAddress address)
    {
        if (_neighbours.Count >= MostNeighbours)
        {
            Evict();
        }

        var neighbour = new Neighbour(address) { LastUse = ++_uses };
        _neighbours.Add(address, neighbour);
        return neighbour;
    }

    private void Resolve(Neighbour neighbour, MacAddress station, NeighbourState state)
    {
        var wasIncomplete = neighbour.State == NeighbourState.Incomplete;
        var wasDoubtful = neighbour.State == NeighbourState.Probe && neighbour.Solicitations > 1;
        neighbour.Station = station;
        Enter(neighbour, state, state == NeighbourState.Reachable ? RandomReachableTime() : Timeout.InfiniteTimeSpan);
        if (wasIncomplete)
        {
            _incomplete--;
        }

        if (wasIncomplete || wasDoubtful)
        {
            _user.ReachabilityChanged(neighbour, isReachable: true);
        }

        // What was waiting is sent in order; sending cannot make the neighbour unusable, so this ends.
        while (neighbour.Waiting.TryDequeue(out var packet))
        {
            _keptOctets -= packet.Length;
            Use(neighbour);
            _user.SendKept(neighbour, packet);
        }
    }

    private void Enter(Neighbour neighbour, NeighbourState state, TimeSpan duration)
    {
        neighbour.State = state;
        neighbour.Solicitations = 0;
        neighbour.Deadline = duration == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Now + duration;
        _alarm.Set(neighbour.Deadline);
    }

    private void Solicit(Neighbour neighbour)
    {
        neighbour.Solicitations++;
        neighbour.Deadline = Now + RetransmitTime;
        _alarm.Set(neighbour.Deadline);
        _user.Solicit(neighbour, neighbour.State == NeighbourState.Probe);
    }

    private void Tick()
    {
        var now = Now;
        var next = TimeSpan.MaxValue;
        foreach (var neighbour in _neighbours.Values)
        {
            if (neighbour.Deadline <= now)
            {
                _due.Add(neighbour);
            }
            else if (neighbour.Deadline < next)
            {
                next = neighbour.Deadline;
            }
        }

        // Expiry sends and removes, so it is not done while the table is walked.
        foreach (var neighbour in _due)
        {
            if (neighbour.State != NeighbourState.Gone && neighbour.Deadline <= now)
            {
                Expire(neighbour);
            }
        }

        _due.Clear();
        _alarm.Set(next);
    }

    private void Expire(Neighbour neighbour)
    {
        switch (neighbour.State)
        {
            case NeighbourState.Reachable:
                Enter(neighbour, NeighbourState.Stale, Timeout.InfiniteTimeSpan);
                break;
            case NeighbourState.Delay:
                neighbour.State = NeighbourState.Probe;
                Solicit(neighbour);
                break;
            case NeighbourState.Incomplete or NeighbourState.Probe when neighbour.Solicitations < MostSolicitations:
                Solicit(neighbour);
                break;
            default:
                Fail(neighbour);
                break;
        }
    }

    private void Fail(Neighbour neighbour)
    {
        Remove(neighbour);
        _user.ReachabilityChanged(neighbour, isReachable: false);
        while (neighbour.Waiting.TryDequeue(out var packet))
        {
            _keptOctets -= packet.Length;
            _counters.Unresolved.Increment();
            _user.Unresolved(packet);
        }
    }

    private void Remove(Neighbour neighbour)
    {
        if (neighbour.State == NeighbourState.Incomplete)
        {
            _incomplete--;
        }

        neighbour.State = NeighbourState.Gone;
        _neighbours.Remove(neighbour.Address);
    }

    private void Evict()
    {
        // Whoever is in use is seldom stale, and whoever only said that he exists is nothing else.
        Neighbour? oldest = null;
        foreach (var neighbour in _neighbours.Values)
        {
            if (oldest is null || EvictionOrder(neighbour).CompareTo(EvictionOrder(oldest)) < 0)
            {
                oldest = neighbour;
            }
        }

        _counters.Evicted.Increment();
        Remove(oldest!);
        while (oldest!.Waiting.TryDequeue(out var packet))
        {
            _keptOctets -= packet.Length;
            _counters.KeptDropped.Increment();
        }
    }

    private static (bool IsInUse, long LastUse) EvictionOrder(Neighbour neighbour) =>
        (neighbour.State is not (NeighbourState.Stale or NeighbourState.Incomplete), neighbour.LastUse);

    private TimeSpan RandomReachableTime() =>
        // Between a half and one and a half of the mean (RFC 4861 section 10), so that neighbours are not asked in step.
        ReachableTime * (0.5 + _random.NextFraction());
}
