namespace MirageGen;

/// <summary>How to listen.</summary>
public sealed record TcpListenOptions
{
    /// <summary>The defaults.</summary>
    public static TcpListenOptions Default { get; } = new();

    /// <summary>Connections that may wait to be accepted; more are left to the peer's retries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Backlog
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 1024;
}
