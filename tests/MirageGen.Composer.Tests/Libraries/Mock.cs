// A target that only tests compose: what MirageGen.TestKit looks like to the composer.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using MirageGen;
using MirageGen.Composition;
using MirageGen.Signatures;

[assembly: Backend("mock", typeof(MirageGen.TestKit.SimulatedHost), HasOperatingSystem = true)]

namespace MirageGen.TestKit;

public sealed class SimulatedHost
{
    public List<string> Log { get; } = [];
}

[Device(typeof(TimeProvider), Target = "mock", Shared = true)]
public sealed class SimulatedClock(SimulatedHost host) : TimeProvider, IDisposable
{
    public void Dispose() => host.Log.Add("clock disposed");
}

[Device(typeof(ILoggerFactory), Target = "mock", Shared = true)]
public sealed class RecordingLoggerFactory : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}

[Device(typeof(IHostStack), Target = "mock", Shared = true)]
public sealed class SimulatedStack : IHostStack, IAsyncDisposable
{
    private readonly SimulatedHost _host;

    private SimulatedStack(SimulatedHost host) => _host = host;

    public static async Task<SimulatedStack> ConnectAsync(SimulatedHost host, TimeProvider clock)
    {
        await Task.CompletedTask;
        host.Log.Add("stack connected");
        return new(host);
    }

    public ValueTask DisposeAsync()
    {
        _host.Log.Add("stack disposed");
        return default;
    }
}

[Device(typeof(IKeyValueReader), Target = "mock")]
public sealed class MemoryStore([DeviceName] string name) : IKeyValueReader
{
    public string Name => name;

    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default) => default;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default) => default;

    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default) => default;

    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default) => new([]);

    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default) => default;
}
