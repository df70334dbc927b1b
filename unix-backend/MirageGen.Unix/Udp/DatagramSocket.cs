using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>One socket bound to one address, or to every address of one version of IP.</summary>
internal abstract class DatagramSocket(IpEndpoint local) : IBoundSocket
{
    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; } = local;

    /// <summary>Whether it receives for, and sends from, whatever address of its version.</summary>
    public bool IsOnAnyAddress { get; } = AnyAddress.Is(local.Address);

    /// <summary>Whether something is left that the host would not take.</summary>
    public abstract bool IsBlocked { get; }

    /// <summary>Begins to receive.</summary>
    /// <param name="owner">Who gets the datagrams, and counts.</param>
    public abstract void Start(HostUdpSocket owner);

    /// <summary>Reserves room for one datagram.</summary>
    /// <returns>False when there is none before the host takes what is left.</returns>
    public abstract bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload);

    /// <summary>Queues what was reserved.</summary>
    public abstract void Send(int length);

    /// <summary>Hands what is queued to the host.</summary>
    public abstract void Flush();

    /// <summary>Has the owner told of datagrams that were not delivered, from now on, as far as the host says so.</summary>
    public abstract void ReportErrors();

    /// <summary>Joins a group, or leaves it.</summary>
    /// <param name="group">A group of its version.</param>
    /// <param name="local">An address of the interface; none for the host's choice.</param>
    /// <param name="isToJoin">Whether to join it.</param>
    /// <returns>Why the host refuses, in its words; null when it does not.</returns>
    public abstract string? SetGroup(IpAddress group, IpAddress local, bool isToJoin);

    /// <summary>Whether it can send to and from these addresses.</summary>
    public bool Fits(in DatagramPath path) =>
        path.Remote.Address.IsV4 == LocalEndpoint.Address.IsV4
        && (path.LocalAddress.IsNone
            || path.LocalAddress == LocalEndpoint.Address
            || (IsOnAnyAddress && path.LocalAddress.IsV4 == LocalEndpoint.Address.IsV4));

    /// <inheritdoc/>
    public abstract void Close();
}
