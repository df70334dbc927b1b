namespace MirageGen.TestKit;

/// <summary>What lies under a <see cref="MemoryBlock"/> and outlives crashes: its sectors, and which of them are safe.</summary>
internal sealed class BlockMedium
{
    private const byte Rubbish = 0xDD;

    private readonly Dictionary<long, byte[]> _durable = [];
    private readonly Dictionary<long, byte[]> _unflushed = [];

    public BlockMedium(long sectorCount, int sectorBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sectorCount, 1);
        if (sectorBytes is not (512 or 4096))
        {
            throw new ArgumentOutOfRangeException(nameof(sectorBytes), sectorBytes, "A sector has 512 or 4096 octets.");
        }

        SectorCount = sectorCount;
        SectorBytes = sectorBytes;
    }

    public int SectorBytes { get; }

    public long SectorCount { get; }

    public bool IsReadOnly { get; set; }

    public FaultPlan Faults { get; } = new();

    public SeededRandom? TearsFailedWrites { get; set; }

    public TimeSpan Latency { get; set; }

    public bool HasUnflushed => _unflushed.Count > 0;

    /// <summary>One sector; what was never written is zero.</summary>
    public ReadOnlySpan<byte> Read(long sector) =>
        _unflushed.GetValueOrDefault(sector) ?? _durable.GetValueOrDefault(sector) ?? new byte[SectorBytes];

    public void Write(long sector, byte[] octets, long count)
    {
        for (long i = 0; i < count; i++)
        {
            _unflushed[sector + i] = octets.AsSpan((int)(i * SectorBytes), SectorBytes).ToArray();
        }
    }

    /// <summary>Fills sectors that were ever written with rubbish.</summary>
    public void Discard(long sector, long count)
    {
        var rubbish = new byte[SectorBytes];
        Array.Fill(rubbish, Rubbish);
        foreach (var written in _durable.Keys.Concat(_unflushed.Keys).Where(other => other >= sector && other - sector < count).ToArray())
        {
            _unflushed[written] = rubbish;
        }
    }

    /// <summary>Begins a flush: what is written after it has begun is not promised to be safe.</summary>
    public IReadOnlyList<KeyValuePair<long, byte[]>> BeginFlush() => [.. _unflushed];

    public void EndFlush(IReadOnlyList<KeyValuePair<long, byte[]>> flushed)
    {
        foreach (var (sector, content) in flushed)
        {
            _durable[sector] = content;
            if (_unflushed.GetValueOrDefault(sector) == content)
            {
                _unflushed.Remove(sector);
            }
        }
    }

    /// <summary>Loses what is not safe.</summary>
    /// <param name="survivors">With randomness, each sector survives by the toss of a coin.</param>
    public void Crash(SeededRandom? survivors)
    {
        foreach (var (sector, content) in _unflushed.OrderBy(pair => pair.Key))
        {
            if (survivors is not null && survivors.Chance(0.5))
            {
                _durable[sector] = content;
            }
        }

        _unflushed.Clear();
    }
}
