using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What a listener asks of the device.</summary>
internal interface IListenerHost
{
    /// <summary>The loop it is awaited on.</summary>
    EventLoop Loop { get; }

    /// <summary>It listens no more: handshakes that are under way end too.</summary>
    void Remove(TcpListener listener);
}
