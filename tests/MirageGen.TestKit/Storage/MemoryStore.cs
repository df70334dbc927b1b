using System.Security.Cryptography;
using System.Text;

namespace MirageGen.TestKit;

/// <summary>
/// KV_RO and KV_RW in memory, with failures to order: any operation can be made to fail, and a crash loses what was not
/// flushed. Works without a world too.
/// </summary>
/// <remarks>
/// Each write, and each batch as a whole, is atomic, also across a crash. Operations complete at once unless there is
/// <see cref="Latency"/>.
/// </remarks>
[Device(typeof(IKeyValueStore), typeof(IKeyValueReader), Target = SimulatedHost.Target)]
public sealed class MemoryStore : IKeyValueStore
{
    private readonly TimeProvider? _clock;
    private readonly SimulatedHost? _host;
    private readonly HostLife? _life;
    private readonly string _name = SimulatedHost.DefaultDeviceName;
    private readonly StoreMedium _medium;

    /// <summary>A store of its own.</summary>
    /// <param name="clock">Dates values and times <see cref="Latency"/>; without one all values are of <see cref="World.Start"/>.</param>
    public MemoryStore(TimeProvider? clock = null)
    {
        _clock = clock;
        _medium = new();
    }

    internal MemoryStore(SimulatedHost host, string name, StoreMedium medium)
    {
        _host = host;
        _life = host.Life;
        _clock = host.Clock;
        _name = name;
        _medium = medium;
    }

    /// <summary>Which operations fail.</summary>
    public FaultPlan Faults => _medium.Faults;

    /// <summary>How long each operation takes; needs a clock. Nothing by default: operations complete at once.</summary>
    public TimeSpan Latency
    {
        get => _medium.Latency;
        set => _medium.Latency = value;
    }

    /// <summary>How many octets of values the store holds; a write beyond fails. No limit by default.</summary>
    public long CapacityOctets
    {
        get => _medium.CapacityOctets;
        set => _medium.CapacityOctets = value;
    }

    /// <summary>Whether something was written that a crash would lose.</summary>
    public bool HasUnflushed => _medium.HasUnflushed;

    /// <summary>The keys that have a value, in ordinal order.</summary>
    public IEnumerable<Key> Keys => Content.Values.Select(pair => pair.Key);

    private StoreContent Content => _medium.Content;

    private DateTimeOffset UtcNow => _clock?.GetUtcNow() ?? World.Start;

    /// <summary>The store of a host with a name: one, whoever asks, so that its content outlives the appliance.</summary>
    public static ValueTask<MemoryStore> ConnectAsync(SimulatedHost host, [DeviceName] string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host.Store(name));
    }

    /// <summary>Puts a value there, as if it had always been: safe from a crash, and no fault applies.</summary>
    /// <returns>This store.</returns>
    /// <exception cref="DeviceException">The key or one above it is of the other kind.</exception>
    public MemoryStore With(Key key, ReadOnlySpan<byte> value)
    {
        _medium.Plant(key, new(value.ToArray(), UtcNow));
        return this;
    }

    /// <summary>Puts text there, in UTF-8, as if it had always been.</summary>
    /// <inheritdoc cref="With(Key, ReadOnlySpan{byte})"/>
    public MemoryStore With(Key key, string text) => With(key, Encoding.UTF8.GetBytes(text));

    /// <summary>A value, for a test to look at; no fault applies.</summary>
    /// <returns>Null when there is none.</returns>
    public byte[]? Peek(Key key) => Content.TryGet(key, out var value) ? value.Octets.ToArray() : null;

    /// <summary>A value as UTF-8 text, for a test to look at; no fault applies.</summary>
    /// <returns>Null when there is none.</returns>
    public string? PeekText(Key key) => Peek(key) is { } octets ? Encoding.UTF8.GetString(octets) : null;

    /// <summary>Crashes the machine under the store: what was not flushed is lost.</summary>
    /// <param name="survivors">
    /// With randomness, each unflushed write, or batch as a whole, survives by the toss of a coin, as it may on a disk;
    /// without it, none does.
    /// </param>
    public void Crash(SeededRandom? survivors = null)
    {
        _medium.Crash(survivors);
        Record("crash", Key.Root);
    }

    /// <inheritdoc/>
    public async ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Read, key, cancellation);
        return Content.TryGet(key, out var value)
            ? new(KeyKind.Value, value.Octets.Length, value.LastModified)
            : new(Content.KindOf(key), 0, default);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Read, key, cancellation);
        return Content.TryGet(key, out var value) ? (ReadOnlyMemory<byte>?)value.Octets : null;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(
        Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        await BeginAsync(DeviceOperationKind.Read, key, cancellation);
        if (!Content.TryGet(key, out var value) || offset >= value.Octets.Length)
        {
            return 0;
        }

        var rest = value.Octets[(int)offset..];
        var part = rest[..Math.Min(rest.Length, destination.Length)];
        part.CopyTo(destination);
        return part.Length;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.List, key, cancellation);
        return Content.List(key);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Read, key, cancellation);
        if (Content.KindOf(key) == KeyKind.None)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (other, value) in Content.Values.Where(pair => pair.Key.IsWithin(key)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{other.Path}\n{value.Octets.Length}\n"));
            hash.AppendData(value.Octets.Span);
        }

        return hash.GetHashAndReset();
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(Key key, ReadOnlyMemory<byte> value, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Write, key, cancellation);
        var stored = new StoredValue(value.ToArray(), UtcNow);
        _medium.Apply(content => content.Set(key, stored));
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(Key key, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Remove, key, cancellation);
        _medium.Apply(content => content.Remove(key));
    }

    /// <inheritdoc/>
    public async ValueTask RenameAsync(Key from, Key to, CancellationToken cancellation = default)
    {
        await BeginAsync(DeviceOperationKind.Rename, from, cancellation);
        _medium.Apply(content => content.Rename(from, to));
    }

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(KeyValueBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await BeginAsync(DeviceOperationKind.Apply, Key.Root, cancellation);
        var now = UtcNow;
        (Key Key, StoredValue? Value)[] writes =
            [.. batch.Writes.Select(write => (write.Key, write.Value is { } value ? new StoredValue(value.ToArray(), now) : null))];
        _medium.Apply(content => writes.Aggregate(
            content,
            (all, write) => write.Value is { } value ? all.Set(write.Key, value) : all.Remove(write.Key)));
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        var flush = _medium.BeginFlush();
        await BeginAsync(DeviceOperationKind.Flush, Key.Root, cancellation);
        _medium.EndFlush(flush);
    }

    private async ValueTask BeginAsync(DeviceOperationKind kind, Key key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_life is { IsOver: true })
        {
            await _life.Never;
        }

        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, _clock ?? throw new InvalidOperationException("A store with latency needs a clock."), cancellation);
        }

        Record(kind.ToString(), key);
        Faults.Check(kind, key.Path);
    }

    private void Record(string what, Key key) => _host?.World.Record($"{_host.Name} store {_name} {what} {key.Path}");
}
