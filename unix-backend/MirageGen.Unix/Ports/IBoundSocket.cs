namespace MirageGen.Unix.Ports;

/// <summary>A socket that holds a port.</summary>
internal interface IBoundSocket
{
    /// <summary>Where.</summary>
    IpEndpoint LocalEndpoint { get; }

    /// <summary>Gives it back.</summary>
    void Close();
}
