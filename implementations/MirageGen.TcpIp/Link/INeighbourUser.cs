namespace MirageGen.TcpIp;

/// <summary>What a <see cref="NeighbourTable"/> has done for it.</summary>
internal interface INeighbourUser
{
    /// <summary>Asks for a neighbour's station.</summary>
    /// <param name="neighbour">Whom to ask for.</param>
    /// <param name="isProbe">Whether its station is known, and asked alone.</param>
    void Solicit(Neighbour neighbour, bool isProbe);

    /// <summary>Sends a packet that waited; its neighbour's station is known now.</summary>
    void SendKept(Neighbour neighbour, in KeptPacket packet);

    /// <summary>A packet is dropped because the neighbour does not answer.</summary>
    void Unresolved(in KeptPacket packet);

    /// <summary>A neighbour that was known does not answer any more, or answers again.</summary>
    void ReachabilityChanged(Neighbour neighbour, bool isReachable);
}
