using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// A whole world in one test: hosts, the internet between them, and time. Everything runs on one thread under virtual
/// time, faster than real time, and all its chance comes from one seed: the seed reproduces the run to the octet.
/// </summary>
/// <remarks>
/// <see cref="Run(Func{World, Task}, string)"/> makes a world, runs a scenario in it and fails with a message that says which
/// seed to run again. Inside, only virtual time passes: a <c>Task.Delay</c> without the world's clock, <c>Task.Run</c> or
/// a real socket leaves the world, which fails the run.
/// </remarks>
public sealed partial class World : IDisposable
{
    private readonly List<SimulatedHost> _hosts = [];
    private readonly SortedDictionary<string, EthernetSegment> _segments = new(StringComparer.Ordinal);
    private readonly RunFolder? _folder;
    private readonly CancellationTokenSource _stop = new();

    internal World(ulong seed, WorldOptions options, RunFolder? folder = null)
    {
        Seed = seed;
        _folder = folder;
        Stop = _stop.Token;
        Loop = new();
        Trace = new(options.TraceOctets, folder?.Create(string.Empty, "trace"));
        Random = new(seed);
        Internet = new();
        Clock = new WorldClock(this);
    }

    /// <summary>When every world begins: 2026-01-01 00:00:00 UTC.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What all chance in this world comes from.</summary>
    public ulong Seed { get; }

    /// <summary>Randomness for the scenario itself. Hosts and wires have their own, derived from the seed and their names.</summary>
    public SeededRandom Random { get; }

    /// <summary>The virtual time that has passed since the world began.</summary>
    public TimeSpan Now => Loop.Now;

    /// <summary>Virtual time for the scenario itself; hosts have clocks of their own, which may be wrong.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the scenario has ended, for what should not outlive it.</summary>
    public CancellationToken Stop { get; }

    /// <summary>What has happened so far.</summary>
    public Trace Trace { get; }

    /// <summary>What carries packets between hosts.</summary>
    public SimulatedInternet Internet { get; }

    /// <summary>Every host, in the order they were added.</summary>
    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>
    /// What is open on any host, in words: listeners, sockets, and flows that their owners have not closed. Empty at the end
    /// of a test in which nothing leaks.
    /// </summary>
    public IReadOnlyList<string> Open => [.. _hosts.SelectMany(host => host.Stacks).SelectMany(stack => stack.Open)];

    internal SimulatedLoop Loop { get; }

    internal FlowMemory FlowMemory { get; } = new();

    /// <summary>Adds a host and connects it to the internet.</summary>
    /// <param name="name">Its name, which the other hosts can resolve.</param>
    /// <param name="addresses">Its addresses; without any it gets 10.0.0.n and fd00::n.</param>
    /// <exception cref="ArgumentException">The name or an address is taken.</exception>
    /// <exception cref="FormatException">An address is none.</exception>
    public SimulatedHost AddHost(string name, params ReadOnlySpan<string> addresses)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_hosts.Exists(host => host.Name == name))
        {
            throw new ArgumentException($"The world has a host '{name}' already.", nameof(name));
        }

        var own = new List<IpAddress>();
        foreach (var address in addresses)
        {
            own.Add(IpAddress.Parse(address));
        }

        var host = new SimulatedHost(this, name, own.Count > 0 ? own : Internet.FreeAddresses());
        Internet.Attach(host);
        _hosts.Add(host);
        return host;
    }

    /// <summary>
    /// The Ethernet segment with a name, for hosts that bring their own TCP/IP; it comes into being when it is first named.
    /// </summary>
    public EthernetSegment Segment(string name = SimulatedHost.DefaultDeviceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_segments.TryGetValue(name, out var segment))
        {
            _segments.Add(name, segment = new(this, name, _folder?.Create($"-{name}", "pcap")));
        }

        return segment;
    }

    /// <summary>The link between two hosts, to set its wire, cut it or heal it.</summary>
    public Link Link(SimulatedHost a, SimulatedHost b) => Internet.Link(a, b);

    /// <summary>Completes after some virtual time.</summary>
    public Task DelayAsync(TimeSpan time) => Task.Delay(time, Clock, CancellationToken.None);

    /// <summary>Puts a line of the test's own into the trace.</summary>
    public void Note(string text) => Record($"note {text}");

    /// <summary>Releases what a run held; whoever made the world does it.</summary>
    void IDisposable.Dispose()
    {
        _stop.Dispose();
    }

    /// <summary>Fails the run at once, whatever the scenario awaits.</summary>
    internal void Fail(Exception error) => Failure ??= error;

    internal void Record([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref TraceLine line) =>
        Trace.Add(ref line);

    /// <summary>Devices are for the loop's own thread: off it, a run could not be repeated.</summary>
    internal void VerifyOnLoop()
    {
        if (!Loop.IsCurrent)
        {
            throw new OffLoopException(
                "A device of a world was used from another thread. Look for Task.Run, ConfigureAwait(false) in a library (StreamReader over a flow is one), or Task.Delay without a clock.");
        }
    }

    /// <summary>Takes a host's devices off their segments.</summary>
    internal void Unplug(SimulatedHost host)
    {
        foreach (var segment in _segments.Values)
        {
            segment.Ports.FirstOrDefault(port => port.Host == host)?.Vanish();
        }
    }

    private sealed class WorldClock(World world) : LoopTimeProvider(world.Loop)
    {
        public override DateTimeOffset GetUtcNow() => Start + world.Now;
    }
}
