namespace MirageGen.TestKit;

/// <summary>What lies under a <see cref="MemoryStore"/> and outlives crashes: the content, and what of it is safe.</summary>
internal sealed class StoreMedium
{
    private readonly List<Func<StoreContent, StoreContent>> _unflushed = [];
    private StoreContent _durable = StoreContent.Empty;

    public StoreContent Content { get; private set; } = StoreContent.Empty;

    public FaultPlan Faults { get; } = new();

    public TimeSpan Latency { get; set; }

    public long CapacityOctets { get; set; } = long.MaxValue;

    public bool HasUnflushed => _unflushed.Count > 0;

    /// <summary>Puts a value there as if it had always been.</summary>
    public void Plant(Key key, StoredValue value)
    {
        var content = Content.Set(key, value);
        _durable = _durable.Set(key, value);
        Content = content;
    }

    /// <summary>Applies a write, or a batch as one.</summary>
    /// <exception cref="DeviceException">It cannot be applied, or there is no room for it.</exception>
    public void Apply(Func<StoreContent, StoreContent> write)
    {
        var content = write(Content);
        if (content.Octets > CapacityOctets && content.Octets > Content.Octets)
        {
            throw new DeviceException($"the store is full: it holds {CapacityOctets} octets");
        }

        Content = content;
        _unflushed.Add(write);
    }

    /// <summary>Begins a flush: what is written after it has begun is not promised to be safe.</summary>
    public Flush BeginFlush() => new(Content, _unflushed.Count);

    public void EndFlush(Flush flush)
    {
        _durable = flush.Content;
        _unflushed.RemoveRange(0, Math.Min(flush.Writes, _unflushed.Count));
    }

    /// <summary>Loses what is not safe.</summary>
    /// <param name="survivors">With randomness, each write survives by the toss of a coin.</param>
    public void Crash(SeededRandom? survivors)
    {
        Content = _durable;
        foreach (var write in _unflushed)
        {
            if (survivors is not null && survivors.Chance(0.5))
            {
                Survive(write);
            }
        }

        _durable = Content;
        _unflushed.Clear();
    }

    private void Survive(Func<StoreContent, StoreContent> write)
    {
        try
        {
            Content = write(Content);
        }
        catch (DeviceException)
        {
            // What it stood on was lost, so it is lost as well.
        }
    }

    /// <param name="Content">What will be safe.</param>
    /// <param name="Writes">How many of the writes that are not safe yet it holds.</param>
    public readonly record struct Flush(StoreContent Content, int Writes);
}
