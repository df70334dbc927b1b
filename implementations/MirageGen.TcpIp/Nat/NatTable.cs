using System.Runtime.InteropServices;

namespace MirageGen.TcpIp;

/// <summary>
/// The mappings of one outside address. As many as there are ports for it in each protocol, and so many of one inside
/// host, lest one of them takes all. Mappings that have ended are used again, so that the table allocates only while it
/// grows.
/// </summary>
internal sealed class NatTable
{
    /// <summary>The first port that stands for an inside one: below are servers' of this host, above the ports it chooses itself.</summary>
    public const int FirstPort = 16_384;

    /// <summary>How many there are, for each protocol.</summary>
    public const int Ports = 16_384;

    /// <summary>The most mappings of one inside host.</summary>
    public const int MostPerHost = 4096;

    private const int Protocols = 3;

    private readonly IRandom _random;
    private readonly Dictionary<(IpProtocol Protocol, NatEndpoint Inside), NatMapping> _byInside = [];
    private readonly NatMapping?[] _byPort = new NatMapping?[Protocols * Ports];
    private readonly Dictionary<IPv4Address, int> _hosts = [];
    private readonly List<NatMapping> _all = [];
    private readonly Stack<NatMapping> _free = new();
    private readonly int[] _taken = new int[Protocols];

    public NatTable(IRandom random) => _random = random;

    /// <summary>Mappings there are.</summary>
    public int Count => _all.Count;

    /// <summary>Whether a port is one of those that stand for inside ones.</summary>
    public static bool IsOurs(int port) => port is >= FirstPort and < FirstPort + Ports;

    /// <summary>What an inside endpoint is mapped to; null when it is not.</summary>
    public NatMapping? FindInside(IpProtocol protocol, NatEndpoint inside) => _byInside.GetValueOrDefault((protocol, inside));

    /// <summary>What a port outside stands for; null when for nothing.</summary>
    public NatMapping? FindOutside(IpProtocol protocol, int port) => IsOurs(port) ? _byPort[Index(protocol, port)] : null;

    /// <summary>Maps an inside endpoint.</summary>
    /// <returns>Null when there are too many mappings.</returns>
    public NatMapping? Add(IpProtocol protocol, NatEndpoint inside, TimeSpan now)
    {
        var ofHost = _hosts.GetValueOrDefault(inside.Address);
        if (ofHost >= MostPerHost || _taken[Row(protocol)] == Ports)
        {
            return null;
        }

        // From a random one on, so that nobody outside can guess it (RFC 6056).
        var place = (int)(_random.NextUInt32() % Ports);
        while (_byPort[Index(protocol, FirstPort + place)] is not null)
        {
            place = (place + 1) % Ports;
        }

        var mapping = _free.TryPop(out var used) ? used : new();
        mapping.Begin(protocol, inside, (ushort)(FirstPort + place), now);
        _byPort[Index(protocol, mapping.OutsidePort)] = mapping;
        _byInside.Add((protocol, inside), mapping);
        _hosts[inside.Address] = ofHost + 1;
        _taken[Row(protocol)]++;
        _all.Add(mapping);
        return mapping;
    }

    /// <summary>Forgets what has not been used for its time.</summary>
    /// <returns>How many.</returns>
    public int Sweep(TimeSpan now)
    {
        var before = _all.Count;
        for (var i = _all.Count - 1; i >= 0; i--)
        {
            if (_all[i].Until <= now)
            {
                Remove(i);
            }
        }

        return before - _all.Count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Sweep(TimeSpan.MaxValue);

    private static int Row(IpProtocol protocol) => protocol switch
    {
        IpProtocol.Tcp => 0,
        IpProtocol.Udp => 1,
        _ => 2,
    };

    private static int Index(IpProtocol protocol, int port) => (Row(protocol) * Ports) + port - FirstPort;

    private void Remove(int index)
    {
        var mapping = _all[index];
        _all[index] = _all[^1];
        _all.RemoveAt(_all.Count - 1);
        _byPort[Index(mapping.Protocol, mapping.OutsidePort)] = null;
        _byInside.Remove((mapping.Protocol, mapping.Inside));
        _taken[Row(mapping.Protocol)]--;
        if (--CollectionsMarshal.GetValueRefOrNullRef(_hosts, mapping.Inside.Address) == 0)
        {
            _hosts.Remove(mapping.Inside.Address);
        }

        _free.Push(mapping);
    }
}
