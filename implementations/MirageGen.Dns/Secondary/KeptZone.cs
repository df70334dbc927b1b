namespace MirageGen.Dns.Secondary;

/// <summary>A zone that is kept, and why.</summary>
internal sealed class KeptZone : IDisposable
{
    private readonly CancellationTokenSource _ending;

    public KeptZone(SecondaryZone config, CancellationToken stop)
    {
        Config = config;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Ending = _ending.Token;
    }

    /// <summary>Which zone, and whence it comes.</summary>
    public SecondaryZone Config { get; }

    /// <summary>The catalog that lists it; null when it is kept whatever catalogs say.</summary>
    public DomainName? Catalog { get; set; }

    /// <summary>Under which label that lists it.</summary>
    public DomainName? Label { get; init; }

    /// <summary>Follows its primaries.</summary>
    public required ZoneKeeper Keeper { get; init; }

    /// <summary>Whether it is not listed any more, so that nothing of it is to stay.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Ends its keeping.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Has it go.</summary>
    public void Go()
    {
        IsGone = true;
        _ending.Cancel();
    }

    public void Dispose() => _ending.Dispose();
}
