namespace MirageGen.TcpIp;

/// <summary>
/// The addresses of a DHCP server and who has them. As many bindings as addresses, so that a flood of clients takes all
/// addresses for as long as an offer lasts, and no memory beyond.
/// </summary>
internal sealed class DhcpPool
{
    private static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DeclinedTime = TimeSpan.FromMinutes(10);

    private readonly DhcpServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Dictionary<MacAddress, DhcpBinding> _byStation = [];
    private readonly Dictionary<IPv4Address, MacAddress> _byAddress = [];
    private readonly HashSet<IPv4Address> _reserved;
    private readonly Queue<DhcpBinding> _declined = new();
    private uint _next;

    public DhcpPool(DhcpServerOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _reserved = [.. options.Reserved.Values];
        _next = options.First.Value;
    }

    /// <summary>Addresses that are given or offered now.</summary>
    public int Count => _byStation.Count;

    private TimeSpan Now => _clock.GetElapsedTime(0);

    /// <summary>Holds an address for a client: the one it has or had, the one it wishes, or any (RFC 2131 section 4.3.1).</summary>
    /// <param name="station">The client.</param>
    /// <param name="wish">The address it would like; 0.0.0.0 for none.</param>
    /// <returns>Null when there is none left.</returns>
    public IPv4Address? Offer(MacAddress station, IPv4Address wish)
    {
        if (Current(station) is { } address)
        {
            return address;
        }

        var choice = _options.Reserved.TryGetValue(station, out var own) && IsFree(own, station) ? own
            : IsInRange(wish) && IsFree(wish, station) ? wish
            : FindFree(station);
        if (choice is { } found)
        {
            Bind(station, found, OfferTime, isTaken: false);
        }

        return choice;
    }

    /// <summary>Gives a client an address for as long as a lease lasts.</summary>
    /// <returns>False when he cannot have it.</returns>
    public bool TryTake(MacAddress station, IPv4Address address)
    {
        if (Current(station) != address
            && !(IsFree(address, station) && (IsInRange(address) || (_options.Reserved.TryGetValue(station, out var own) && own == address))))
        {
            return false;
        }

        Bind(station, address, _options.LeaseTime, isTaken: true);
        return true;
    }

    /// <summary>A client gives his address back.</summary>
    public void Release(MacAddress station, IPv4Address address)
    {
        if (Current(station) == address)
        {
            Unbind(station);
        }
    }

    /// <summary>A client has found that somebody else has the address: nobody gets it for a while.</summary>
    public void Decline(MacAddress station, IPv4Address address)
    {
        if (Current(station) != address)
        {
            return;
        }

        Unbind(station);
        // Whoever declines one address after another must not take all of them: only so many are out at once.
        if (_declined.Count >= Size / 2 && _declined.TryDequeue(out var oldest))
        {
            _byAddress.Remove(oldest.Address);
        }

        _declined.Enqueue(new(address, default, Now + DeclinedTime, false));
        _byAddress[address] = default;
    }

    /// <summary>Forgets what a client was offered, since he takes another server's.</summary>
    public void Forget(MacAddress station)
    {
        if (_byStation.TryGetValue(station, out var binding) && !binding.IsTaken)
        {
            Unbind(station);
        }
    }

    private uint Size => _options.Last.Value - _options.First.Value + 1;

    private IPv4Address? Current(MacAddress station)
    {
        if (!_byStation.TryGetValue(station, out var binding))
        {
            return null;
        }

        if (binding.Until > Now)
        {
            return binding.Address;
        }

        Unbind(station);
        return null;
    }

    private bool IsInRange(IPv4Address address) => address >= _options.First && address <= _options.Last;

    private bool IsFree(IPv4Address address, MacAddress station)
    {
        while (_declined.TryPeek(out var declined) && declined.Until <= Now)
        {
            _byAddress.Remove(_declined.Dequeue().Address);
        }

        return address != _options.Server.Address.V4
            && address != _options.Router
            && (!_reserved.Contains(address) || (_options.Reserved.TryGetValue(station, out var own) && own == address))
            && (!_byAddress.TryGetValue(address, out var holder) || (holder != default && Current(holder) is null));
    }

    /// <summary>Goes round, so that an address that was given back stays unused for as long as possible.</summary>
    private IPv4Address? FindFree(MacAddress station)
    {
        for (uint tries = 0; tries < Size; tries++)
        {
            var address = new IPv4Address(_next);
            _next = _next == _options.Last.Value ? _options.First.Value : _next + 1;
            if (IsFree(address, station))
            {
                return address;
            }
        }

        return null;
    }

    private void Bind(MacAddress station, IPv4Address address, TimeSpan time, bool isTaken)
    {
        if (_byAddress.TryGetValue(address, out var before) && before != station)
        {
            Unbind(before);
        }

        Unbind(station);
        _byStation[station] = new(address, station, Now + time, isTaken);
        _byAddress[address] = station;
    }

    private void Unbind(MacAddress station)
    {
        if (_byStation.Remove(station, out var binding))
        {
            _byAddress.Remove(binding.Address);
        }
    }
}
