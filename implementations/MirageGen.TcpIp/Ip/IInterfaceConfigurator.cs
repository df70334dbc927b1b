namespace MirageGen.TcpIp;

/// <summary>What finds an interface's address and so speaks before there is one: it sees datagrams before UDP does.</summary>
internal interface IInterfaceConfigurator
{
    /// <summary>Takes a datagram if it is the configurator's own.</summary>
    bool TryReceive(in InboundPacket packet);
}
