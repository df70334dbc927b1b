namespace MirageGen;

/// <summary>Limits of <see cref="TcpServing"/>.</summary>
public sealed record TcpServeOptions
{
    /// <summary>The defaults.</summary>
    public static TcpServeOptions Default { get; } = new();

    /// <summary>How to listen.</summary>
    public TcpListenOptions Listen { get; init; } = TcpListenOptions.Default;

    /// <summary>Connections served at once; accepting pauses while there are as many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxConnections
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 10_000;
}
