using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Address conflict detection for IPv4 (RFC 5227) on one interface: asks whether anybody has an address, announces it when
/// nobody has, and defends it from then on. A lease is probed for before it is used, an address set by hand while it is.
/// </summary>
internal sealed class ConflictDetection : IDisposable
{
    /// <summary>The time within which an address is defended at most once (RFC 5227 section 2.4).</summary>
    private static readonly TimeSpan DefendInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a station that hears a probe may take to answer it, before anything is said that others would keep.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IntervalSpread = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnnounceWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(2);

    // Whoever waits for a lease shall not wait six seconds more (RFC 5227 section 1.1).
    private static readonly ProbeStep[] BeforeUse =
    [
        new(ProbeAction.Probe, TimeSpan.Zero),
        new(ProbeAction.Probe, AnswerTime),
        new(ProbeAction.Probe, AnswerTime),
        new(ProbeAction.Settle, AnswerTime),
        new(ProbeAction.Announce, TimeSpan.Zero),
        new(ProbeAction.Announce, AnnounceInterval),
    ];

    // Nobody waits for these: the times are the RFC's, from the first probe on.
    private static readonly ProbeStep[] DuringUse =
    [
        new(ProbeAction.Probe, TimeSpan.Zero),
        new(ProbeAction.Announce, AnswerTime),
        new(ProbeAction.Probe, LeastInterval - AnswerTime, IntervalSpread),
        new(ProbeAction.Probe, LeastInterval, IntervalSpread),
        new(ProbeAction.Settle, AnnounceWait),
        new(ProbeAction.Announce, TimeSpan.Zero),
    ];

    private readonly IpInterface _interface;
    private readonly Alarm _alarm;
    private readonly List<ProbedAddress> _probed = [];
    private readonly List<ProbedAddress> _due = [];
    private TimeSpan _defended = TimeSpan.MinValue;

    public ConflictDetection(IpInterface @interface)
    {
        _interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
    }

    /// <summary>Begins to probe for an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isInUse">Whether the interface uses it already.</param>
    /// <param name="onTaken">Called in a later turn, once at most, when another station has it: nothing more is done for it then.</param>
    /// <param name="onFree">Called when nobody has claimed it; it is announced next.</param>
    public void Begin(IPv4Address address, bool isInUse, Action<MacAddress> onTaken, Action? onFree = null)
    {
        Forget(address);
        var probed = new ProbedAddress(address, isInUse, isInUse ? DuringUse : BeforeUse, onTaken, onFree);
        _probed.Add(probed);
        Advance(probed, _alarm.Now);
    }

    /// <summary>Does no more for an address: it is given up.</summary>
    public void Forget(IPv4Address address) => _probed.RemoveAll(probed => probed.Address == address);

    /// <summary>Looks whether another station claims an address of this interface.</summary>
    /// <returns>Whether it does: there is nothing else to learn from that packet.</returns>
    public bool Hear(in ArpPacket packet)
    {
        if (packet.SenderHardware == _interface.Ethernet.Address)
        {
            return false;
        }

        foreach (var probed in _probed)
        {
            if (!probed.IsSettled && IsClaim(packet, probed))
            {
                _interface.NeighbourCounters.Conflicts.Increment();
                probed.Claimant ??= packet.SenderHardware;
                probed.At = _alarm.Now;
                _alarm.Set(probed.At);
                return true;
            }
        }

        if (!_interface.Has(packet.Sender))
        {
            return false;
        }

        _interface.NeighbourCounters.Conflicts.Increment();
        Defend(packet.Sender, packet.SenderHardware);
        return true;
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>
    /// Who probes for an address that is used here is answered like anybody who asks for it, and gives way. Before it is used,
    /// two who probe at the same time both give way (RFC 5227 section 2.1.1).
    /// </summary>
    private static bool IsClaim(in ArpPacket packet, ProbedAddress probed) =>
        packet.Sender == probed.Address || (!probed.IsInUse && packet.IsProbe && packet.Target == probed.Address);

    /// <summary>
    /// An address that has been probed for stays: connections stand on it. It is defended, but not without end (RFC 5227
    /// section 2.4 c).
    /// </summary>
    private void Defend(IPv4Address address, MacAddress claimant)
    {
        var now = _alarm.Now;
        if (_defended == TimeSpan.MinValue || now - _defended >= DefendInterval)
        {
            _defended = now;
            _interface.Host.Log.AddressConflict(address, _interface.Name, claimant);
            _interface.Arp.Announce(address);
        }
    }

    private void OnDue()
    {
        var now = _alarm.Now;
        foreach (var probed in _probed)
        {
            if (probed.At <= now)
            {
                _due.Add(probed);
            }
            else
            {
                _alarm.Set(probed.At);
            }
        }

        // Who is told may begin another, so that it is not done while the list is walked, nor twice when that fails.
        while (_due.Count > 0)
        {
            var probed = _due[^1];
            _due.RemoveAt(_due.Count - 1);
            if (_probed.Contains(probed))
            {
                Advance(probed, now);
            }
        }
    }

    /// <summary>Does all that is due for an address.</summary>
    private void Advance(ProbedAddress probed, TimeSpan now)
    {
        if (probed.Claimant is { } claimant)
        {
            _probed.Remove(probed);
            probed.OnTaken(claimant);
            return;
        }

        do
        {
            Do(probed.Steps[probed.Next++].Action, probed);
            if (probed.Next == probed.Steps.Length)
            {
                _probed.Remove(probed);
                return;
            }

            var (_, after, spread) = probed.Steps[probed.Next];
            probed.At = now + after + (spread * _interface.Host.Random.NextFraction());
        }
        while (probed.At <= now);
        _alarm.Set(probed.At);
    }

    private void Do(ProbeAction action, ProbedAddress probed)
    {
        switch (action)
        {
            case ProbeAction.Probe:
                _interface.Arp.Probe(probed.Address);
                break;
            case ProbeAction.Announce:
                _interface.Arp.Announce(probed.Address);
                break;
            default:
                probed.IsSettled = true;
                probed.OnFree?.Invoke();
                break;
        }
    }
}
