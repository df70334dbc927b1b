using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What a flow asks of the device.</summary>
internal interface IFlowHost
{
    /// <summary>The loop it is awaited on.</summary>
    EventLoop Loop { get; }

    /// <summary>Where its buffers come from.</summary>
    BlockPool Pool { get; }

    /// <summary>The loop's time.</summary>
    TimeSpan Now { get; }

    /// <summary>An application has ended a connection with a reset.</summary>
    void CountAbort();

    /// <summary>Something has happened to a connection: it is looked at before the turn ends.</summary>
    void SetReady(Connection connection);
}
