using System.Globalization;

namespace MirageGen.TestKit;

/// <summary>
/// BLOCK in memory, with failures to order: any operation can be made to fail, and a crash loses what was not flushed,
/// tearing writes of several sectors. Works without a world too.
/// </summary>
/// <remarks>
/// Memory is taken for sectors that were written only. Discarded sectors read as rubbish. Operations complete at once
/// unless there is <see cref="Latency"/>.
/// </remarks>
[Device(typeof(IBlock), Target = SimulatedHost.Target)]
public sealed class MemoryBlock : IBlock
{
    /// <summary>The size of a disk that was not asked for in particular: 64 MB of 512 octets a sector.</summary>
    public const long DefaultSectorCount = 131_072;

    private readonly TimeProvider? _clock;
    private readonly SimulatedHost? _host;
    private readonly string _name = SimulatedHost.DefaultDeviceName;
    private readonly HostLife? _life;
    private readonly BlockMedium _medium;

    /// <summary>A disk of its own.</summary>
    /// <param name="sectorCount">How many sectors it has.</param>
    /// <param name="sectorBytes">512 or 4096.</param>
    /// <param name="clock">Times <see cref="Latency"/>.</param>
    public MemoryBlock(long sectorCount = DefaultSectorCount, int sectorBytes = 512, TimeProvider? clock = null)
    {
        _medium = new(sectorCount, sectorBytes);
        _clock = clock;
    }

    internal MemoryBlock(SimulatedHost host, string name, BlockMedium medium)
    {
        _host = host;
        _life = host.Life;
        _clock = host.Clock;
        _name = name;
        _medium = medium;
    }

    /// <inheritdoc/>
    public int SectorBytes => _medium.SectorBytes;

    /// <inheritdoc/>
    public long SectorCount => _medium.SectorCount;

    /// <inheritdoc/>
    public bool IsReadOnly
    {
        get => _medium.IsReadOnly;
        set => _medium.IsReadOnly = value;
    }

    /// <summary>One: buffers are always copied.</summary>
    public int AlignmentBytes => 1;

    /// <summary>Which operations fail. A write that fails may have written some of its sectors: see <see cref="TearsFailedWrites"/>.</summary>
    public FaultPlan Faults => _medium.Faults;

    /// <summary>With randomness, a write that fails has written a random part of its sectors before; without, none.</summary>
    public SeededRandom? TearsFailedWrites
    {
        get => _medium.TearsFailedWrites;
        set => _medium.TearsFailedWrites = value;
    }

    /// <summary>How long each operation takes; needs a clock. Nothing by default: operations complete at once.</summary>
    public TimeSpan Latency
    {
        get => _medium.Latency;
        set => _medium.Latency = value;
    }

    /// <summary>Whether something was written that a crash would lose.</summary>
    public bool HasUnflushed => _medium.HasUnflushed;

    /// <summary>The disk of a host with a name: one, whoever asks, so that its content outlives the appliance.</summary>
    public static ValueTask<MemoryBlock> ConnectAsync(SimulatedHost host, [DeviceName] string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host.Disk(name));
    }

    /// <summary>Crashes the machine under the disk: what was not flushed is lost.</summary>
    /// <param name="survivors">
    /// With randomness, each unflushed sector survives by the toss of a coin, so that writes of several sectors are torn, as
    /// on a disk with a cache; without it, none does.
    /// </param>
    public void Crash(SeededRandom? survivors = null)
    {
        _medium.Crash(survivors);
        _host?.World.Record($"{_host.Name} disk {_name} crash");
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var count = SectorsOf(buffers.Sum(buffer => (long)buffer.Length));
        VerifyRange(sector, count);
        await BeginAsync(DeviceOperationKind.Read, sector, count, cancellation);
        Faults.Check(DeviceOperationKind.Read, Subject(sector));
        var all = new byte[count * SectorBytes];
        for (long i = 0; i < count; i++)
        {
            _medium.Read(sector + i).CopyTo(all.AsSpan((int)(i * SectorBytes)));
        }

        var rest = all.AsSpan();
        foreach (var buffer in buffers)
        {
            rest[..buffer.Length].CopyTo(buffer.Span);
            rest = rest[buffer.Length..];
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var count = SectorsOf(buffers.Sum(buffer => (long)buffer.Length));
        VerifyWritable(sector, count);
        await BeginAsync(DeviceOperationKind.Write, sector, count, cancellation);
        byte[] all = [.. buffers.SelectMany(buffer => buffer.ToArray())];
        try
        {
            Faults.Check(DeviceOperationKind.Write, Subject(sector));
        }
        catch (DeviceException) when (TearsFailedWrites is not null)
        {
            _medium.Write(sector, all, TearsFailedWrites.NextInt32((int)count));
            throw;
        }

        _medium.Write(sector, all, count);
    }

    /// <inheritdoc/>
    public ValueTask ReadAsync(long sector, Memory<byte> buffer, CancellationToken cancellation = default) =>
        ReadAsync(sector, [buffer], cancellation);

    /// <inheritdoc/>
    public ValueTask WriteAsync(long sector, ReadOnlyMemory<byte> buffer, CancellationToken cancellation = default) =>
        WriteAsync(sector, [buffer], cancellation);

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        var flush = _medium.BeginFlush();
        await BeginAsync(DeviceOperationKind.Flush, 0, 0, cancellation);
        Faults.Check(DeviceOperationKind.Flush, string.Empty);
        _medium.EndFlush(flush);
    }

    /// <inheritdoc/>
    public async ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        VerifyWritable(sector, count);
        await BeginAsync(DeviceOperationKind.Remove, sector, count, cancellation);
        Faults.Check(DeviceOperationKind.Remove, Subject(sector));
        _medium.Discard(sector, count);
    }

    private static string Subject(long sector) => sector.ToString(CultureInfo.InvariantCulture);

    private long SectorsOf(long octets) => octets % SectorBytes == 0
        ? octets / SectorBytes
        : throw new ArgumentException($"{octets} octets are no multiple of the sector's {SectorBytes}.", nameof(octets));

    private void VerifyWritable(long sector, long count)
    {
        if (IsReadOnly)
        {
            throw new DeviceException("the disk is read-only");
        }

        VerifyRange(sector, count);
    }

    private void VerifyRange(long sector, long count)
    {
        if (sector < 0 || sector > SectorCount - count)
        {
            throw new DeviceException($"sectors {sector} to {sector + count - 1} are outside the disk of {SectorCount}");
        }
    }

    private async ValueTask BeginAsync(DeviceOperationKind kind, long sector, long count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_life is { IsOver: true })
        {
            await _life.Never;
        }

        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, _clock ?? throw new InvalidOperationException("A disk with latency needs a clock."), cancellation);
        }

        _host?.World.Record($"{_host.Name} disk {_name} {kind.ToString()} {sector} +{count}");
    }
}
