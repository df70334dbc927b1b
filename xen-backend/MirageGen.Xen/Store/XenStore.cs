using System.Text;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Machine;

namespace MirageGen.Xen.Store;

/// <summary>
/// The client of xenstored: the small tree of names and values through which domains and toolstack find each other
/// (docs/misc/xenstore.txt of Xen). Paths that do not begin with a slash are below the domain's own.
/// </summary>
/// <remarks>On the loop only. Nothing here is on a hot path: a domain talks to xenstored when devices come and go.</remarks>
internal sealed class XenStore
{
    /// <summary>Requests that may be under way at a time.</summary>
    public const int MostPending = 64;

    // xenstored answers in microseconds; where it does not it has gone, and who waits would wait for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHypervisor _hypervisor;
    private readonly TimeProvider _clock;
    private readonly Dictionary<uint, TimedCompletion<(string? Error, string Value)>> _pending = [];
    private readonly Dictionary<string, StoreWatch> _watches = [];
    private StoreConnection _connection;
    private uint _lastRequest;
    private uint _lastWatch;
    private string? _broken;

    /// <summary>Stands on the page shared with xenstored.</summary>
    /// <param name="hypervisor">The hypervisor.</param>
    /// <param name="page">The page.</param>
    /// <param name="port">Its event channel.</param>
    /// <param name="clock">Measures how long xenstored takes.</param>
    public unsafe XenStore(IHypervisor hypervisor, byte* page, uint port, TimeProvider clock)
    {
        _hypervisor = hypervisor;
        _clock = clock;
        _connection = new(hypervisor, page, port, Receive, Break);
    }

    /// <summary>Whether nothing was asked that is not answered.</summary>
    public bool IsQuiet => _pending.Count == 0;

    /// <summary>
    /// Goes on, on the page and port of another domain. What was not answered fails: its paths and its transaction may be those of the
    /// domain before.
    /// </summary>
    /// <exception cref="DeviceException">It has none.</exception>
    public unsafe void BeginAnew()
    {
        var (page, port) = _hypervisor.StoreChannel;
        _connection = new(_hypervisor, (byte*)page, port, Receive, Break);
        _broken = null;
        FailPending("the domain has become another one before xenstored answered");
    }

    /// <summary>Has the watches that there are set in another domain; their handlers are called, as for new ones.</summary>
    /// <exception cref="DeviceException">xenstored refuses one.</exception>
    public async Task WatchAgainAsync()
    {
        // All are asked for before the first is answered.
        var answers = new List<Task>();
        foreach (var watch in _watches.Values)
        {
            answers.Add(RegisterAsync(watch));
        }

        foreach (var answer in answers)
        {
            await answer;
        }
    }

    /// <summary>Reads the value at a path.</summary>
    /// <returns>Null when there is none, or it is not for this domain.</returns>
    public async Task<string?> TryReadAsync(string path, uint transaction = 0)
    {
        var (error, value) = await RequestAsync(StoreOperation.Read, transaction, path + '\0');
        return error is null ? value : null;
    }

    /// <summary>Reads a number.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<uint?> TryReadNumberAsync(string path) =>
        uint.TryParse(await TryReadAsync(path), out var number) ? number : null;

    /// <summary>The names below a path, none when it does not exist.</summary>
    public async Task<string[]> ListAsync(string path)
    {
        var (error, value) = await RequestAsync(StoreOperation.Directory, 0, path + '\0');
        return error is null ? value.Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>Sets the value at a path.</summary>
    /// <exception cref="DeviceException">xenstored refuses.</exception>
    public async Task WriteAsync(string path, string value, uint transaction = 0) =>
        Check(path, "write", await RequestAsync(StoreOperation.Write, transaction, $"{path}\0{value}"));

    /// <summary>Has a handler called now and at each change at or below a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="changed">Called on the loop; must not wait.</param>
    /// <returns>Ends it when disposed.</returns>
    /// <exception cref="DeviceException">xenstored refuses.</exception>
    public async Task<StoreWatch> WatchAsync(string path, Action changed)
    {
        var watch = new StoreWatch(this, path, $"w{++_lastWatch}", changed);
        _watches.Add(watch.Token, watch);
        try
        {
            await RegisterAsync(watch);
            return watch;
        }
        catch (DeviceException)
        {
            _ = _watches.Remove(watch.Token);
            throw;
        }
    }

    /// <summary>Writes several values at once: others see all of them or none.</summary>
    /// <exception cref="DeviceException">xenstored refuses, or others change the same paths again and again.</exception>
    public async Task WriteTogetherAsync(IReadOnlyCollection<KeyValuePair<string, string>> values)
    {
        const int Attempts = 32;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (error, id) = await RequestAsync(StoreOperation.TransactionStart, 0, "\0");
            if (error is not null || !uint.TryParse(id, out var transaction))
            {
                throw new DeviceException($"xenstored begins no transaction: {error ?? id}");
            }

            await WriteAllAsync(values, transaction);
            var end = await RequestAsync(StoreOperation.TransactionEnd, transaction, "T\0");
            if (end.Error != "EAGAIN")
            {
                Check("a transaction", "end", end);
                return;
            }
        }

        throw new DeviceException($"xenstored could not end a transaction in {Attempts} attempts: others change the same paths");
    }

    /// <summary>Ends a watch. What xenstored says to that is of no consequence: nobody is called for it any more.</summary>
    internal async Task ForgetAsync(StoreWatch watch)
    {
        if (_watches.Remove(watch.Token))
        {
            try
            {
                _ = await RequestAsync(StoreOperation.Unwatch, 0, $"{watch.Path}\0{watch.Token}\0");
            }
            catch (DeviceException)
            {
                // xenstored has gone, and its watches with it.
            }
        }
    }

    /// <inheritdoc cref="StoreWatch.Drop"/>
    internal void Drop(StoreWatch watch) => _ = _watches.Remove(watch.Token);

    private async Task RegisterAsync(StoreWatch watch) =>
        Check(watch.Path, "watch", await RequestAsync(StoreOperation.Watch, 0, $"{watch.Path}\0{watch.Token}\0"));

    private async Task WriteAllAsync(IReadOnlyCollection<KeyValuePair<string, string>> values, uint transaction)
    {
        try
        {
            foreach (var (path, value) in values)
            {
                await WriteAsync(path, value, transaction);
            }
        }
        catch (DeviceException)
        {
            // A domain may have a few transactions open only, and this one stays so until it is ended.
            if (_broken is null)
            {
                _ = await RequestAsync(StoreOperation.TransactionEnd, transaction, "F\0");
            }

            throw;
        }
    }

    private static void Check(string path, string what, (string? Error, string Value) answer)
    {
        if (answer.Error is { } error)
        {
            throw new DeviceException($"xenstored does not {what} {path}: {error}");
        }
    }

    private async Task<(string? Error, string Value)> RequestAsync(StoreOperation operation, uint transaction, string payload)
    {
        var octets = Encoding.UTF8.GetBytes(payload);
        if (octets.Length > StoreHeader.MostPayload)
        {
            throw new DeviceException($"a message of {octets.Length} octets is more than xenstored takes ({StoreHeader.MostPayload})");
        }

        if (_broken is { } why)
        {
            throw new DeviceException(why);
        }

        var request = ++_lastRequest;
        var header = new StoreHeader(operation, request, transaction, octets.Length);
        if (_pending.Count >= MostPending || !_connection.TrySend(header, octets))
        {
            throw new DeviceException("xenstored does not keep up: too many requests wait for it");
        }

        var answer = new TimedCompletion<(string? Error, string Value)>(_clock);
        _pending.Add(request, answer);
        try
        {
            return await answer.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new DeviceException($"xenstored did not answer within {(int)Patience.TotalSeconds} seconds");
        }
        finally
        {
            _ = _pending.Remove(request);
        }
    }

    private void Receive(StoreHeader header, ReadOnlyMemory<byte> payload)
    {
        var text = Encoding.UTF8.GetString(payload.Span);
        if (header.Operation == StoreOperation.WatchEvent)
        {
            // The path that has changed, then the token.
            var words = text.Split('\0');
            if (words.Length >= 2 && _watches.TryGetValue(words[1], out var watch))
            {
                watch.Changed();
            }
        }
        else if (_pending.TryGetValue(header.Request, out var answer))
        {
            _ = answer.TrySetResult(
                header.Operation == StoreOperation.Error ? (text.TrimEnd('\0'), string.Empty) : (null, text.TrimEnd('\0')));
        }
    }

    // Nothing that xenstored says can be understood any more: whoever asks is told so at once, and the domain goes on without it.
    private void Break(string why)
    {
        _broken = why;
        FailPending(why);
    }

    private void FailPending(string why)
    {
        foreach (var answer in _pending.Values)
        {
            _ = answer.TrySetException(new DeviceException(why));
        }
    }
}
