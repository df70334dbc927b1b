namespace MirageGen.Http;

/// <summary>What there is for one host and port.</summary>
internal sealed class HostConnections
{
    /// <summary>Connections open, being made or being closed.</summary>
    public int Count { get; set; }

    /// <summary>Those that wait for a request; the one used last is the last.</summary>
    public List<ClientConnection> Idle { get; } = [];
}
