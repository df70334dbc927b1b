namespace MirageGen.TcpIp;

/// <summary>What ARP and Neighbour Discovery have in common: the table, and what becomes of packets that waited.</summary>
internal abstract class NeighbourProtocol : INeighbourUser, IDisposable
{
    protected NeighbourProtocol(IpInterface @interface)
    {
        Interface = @interface;
        Table = new(@interface.Host.Clock, @interface.Host.Random, this, @interface.NeighbourCounters);
    }

    /// <summary>The neighbours.</summary>
    public NeighbourTable Table { get; }

    protected IpInterface Interface { get; }

    public abstract void Solicit(Neighbour neighbour, bool isProbe);

    public void SendKept(Neighbour neighbour, in KeptPacket packet) => Interface.Host.Link.SendKept(Interface, neighbour, packet);

    public void Unresolved(in KeptPacket packet) => Interface.Host.Errors.ReportUnresolved(Interface, packet);

    public void ReachabilityChanged(Neighbour neighbour, bool isReachable)
    {
        if (Interface.Host.Tables.Routes.SetDoubtful(Interface, neighbour.Address, !isReachable))
        {
            Interface.Host.Tables.Changed();
        }
    }

    public virtual void Dispose() => Table.Dispose();
}
