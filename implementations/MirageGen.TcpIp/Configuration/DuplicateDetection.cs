namespace MirageGen.TcpIp;

/// <summary>
/// Duplicate address detection for IPv6 (RFC 4862 section 5.4): a new address is used once nobody on the link has said,
/// for a second, that he has it.
/// </summary>
internal sealed class DuplicateDetection : IDisposable
{
    /// <summary>How long nothing more is said of conflicts after one was logged.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly IpInterface _interface;
    private readonly Alarm _alarm;
    private readonly List<(LocalAddress Address, TimeSpan At, bool IsAsked)> _tentative = [];
    private TimeSpan _quietUntil;

    public DuplicateDetection(IpInterface @interface)
    {
        _interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
    }

    /// <summary>Begins with an address that the interface has as a tentative one.</summary>
    /// <param name="address">The address.</param>
    /// <param name="delay">How long to wait first, so that hosts that begin together do not speak together.</param>
    public void Begin(LocalAddress address, TimeSpan delay)
    {
        var at = _alarm.Now + delay;
        _tentative.Add((address, at, false));
        _alarm.Set(at);
    }

    /// <summary>Another station has an address of this interface, or wants it.</summary>
    public void Found(LocalAddress address, MacAddress claimant)
    {
        _interface.NeighbourCounters.Conflicts.Increment();
        if (address.IsUsable)
        {
            // It was ours first, or the other did not ask: it stays, as connections stand on it.
            Complain(address, claimant);
            return;
        }

        _tentative.RemoveAll(entry => entry.Address == address);
        _interface.Remove(address);
        _interface.Host.Log.DuplicateAddress(address.Address, _interface.Name);
        _interface.Duplicate(address);
    }

    public void Dispose() => _alarm.Dispose();

    private void Complain(LocalAddress address, MacAddress claimant)
    {
        var now = _alarm.Now;
        if (now >= _quietUntil)
        {
            _quietUntil = now + Quiet;
            _interface.Host.Log.AddressConflict(address.Address, _interface.Name, claimant);
        }
    }

    private void OnDue()
    {
        var now = _alarm.Now;
        for (var i = _tentative.Count - 1; i >= 0; i--)
        {
            var (address, at, isAsked) = _tentative[i];
            if (at > now)
            {
                _alarm.Set(at);
            }
            else if (isAsked)
            {
                _tentative.RemoveAt(i);
                _interface.MakeUsable(address);
            }
            else
            {
                _tentative[i] = (address, now + _interface.Discovery.Table.RetransmitTime, true);
                _interface.Discovery.SolicitDuplicate(address.Address.V6);
                _alarm.Set(_tentative[i].At);
            }
        }
    }
}
