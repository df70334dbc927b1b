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
    private readonly List<Tentative> _tentative = [];
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
        _tentative.Add(new(address, at, isAsked: false));
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
            var entry = _tentative[i];
            if (entry.At > now)
            {
                _alarm.Set(entry.At);
            }
            else if (entry.IsAsked)
            {
                _tentative.RemoveAt(i);
                _interface.MakeUsable(entry.Address);
            }
            else
            {
                _tentative[i] = new(entry.Address, now + _interface.Discovery.Table.RetransmitTime, isAsked: true);
                _interface.Discovery.SolicitDuplicate(entry.Address.Address.V6);
                _alarm.Set(_tentative[i].At);
            }
        }
    }

    // No tuple: a delegate that takes one with a reference in it brings .NET's type loader into an image.
    private readonly struct Tentative(LocalAddress address, TimeSpan at, bool isAsked)
    {
        public LocalAddress Address { get; } = address;

        public TimeSpan At { get; } = at;

        public bool IsAsked { get; } = isAsked;
    }
}
