namespace MirageGen.TestKit;

/// <summary>
/// A machine of a simulated world: the machine of target <c>mock</c>, on which the composer puts an appliance in a
/// test. Devices made by hand and by the composer for the same host share what is under them: addresses and ports, the
/// console, the log, the content of disks.
/// </summary>
public sealed class SimulatedHost
{
    /// <summary>The value of <c>MirageTarget</c> that selects these devices.</summary>
    public const string Target = "mock";

    private readonly List<SimulatedStack> _stacks = [];
    private readonly Dictionary<string, MemoryStore> _stores = [];

    internal SimulatedHost(World world, string name, IReadOnlyList<IpAddress> addresses)
    {
        World = world;
        Name = name;
        Addresses = addresses;
        Random = world.Random.Fork($"host {name}");
        DeviceRandom = world.Random.Fork($"random of {name}");
        Logs = new(this);
        Console = new(this);
        Resolver = new(this);
        Clock = new(this);
        Stack = new(this);
    }

    /// <summary>The world it is in.</summary>
    public World World { get; }

    /// <summary>Its name, which the other hosts can resolve.</summary>
    public string Name { get; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IpAddress> Addresses { get; }

    /// <summary>Its first address.</summary>
    public IpAddress Address => Addresses[0];

    /// <summary>What its clock is wrong by; it may be changed while the world runs, as a clock is when it is set.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>A clock of this host.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>A network stack of this host.</summary>
    public SimulatedStack Stack { get; }

    /// <summary>TCP of <see cref="Stack"/>.</summary>
    public ITcp Tcp => Stack.Tcp;

    /// <summary>UDP of <see cref="Stack"/>.</summary>
    public IUdp Udp => Stack.Udp;

    /// <summary>What the devices of this host say when asked for names.</summary>
    public SimulatedResolver Resolver { get; }

    /// <summary>Its console: feed it lines, read what was written.</summary>
    public SimulatedConsole Console { get; }

    /// <summary>What was logged on it.</summary>
    public RecordingLoggerFactory Logs { get; }

    internal SeededRandom Random { get; }

    internal SeededRandom DeviceRandom { get; }

    internal IReadOnlyList<SimulatedStack> Stacks => _stacks;

    internal HostPorts Ports { get; } = new();

    /// <summary>
    /// A store of this host, empty when it is first asked for. Fill it before the appliance starts; what the appliance
    /// writes is found in it afterwards, and by the next appliance that starts here.
    /// </summary>
    /// <param name="name">The name the appliance asks for it under: of <c>[FromKeyedServices]</c>, or the directory of <c>[Embed]</c>.</param>
    public MemoryStore Store(string name = MemoryStore.DefaultName)
    {
        if (!_stores.TryGetValue(name, out var store))
        {
            _stores.Add(name, store = new(this, name));
        }

        return store;
    }

    /// <summary>Runs something on this host until it ends, is stopped or the test ends.</summary>
    /// <param name="run">Given a token that tells it to stop: <c>stop => appliance.RunAsync(stop)</c>.</param>
    /// <param name="name">What to call it when the run gets stuck.</param>
    public HostTask Start(Func<CancellationToken, Task> run, string name = "appliance")
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = HostTask.Start(this, name, run);
        World.Watch(task);
        return task;
    }

    /// <summary>Whether an address is this host's own.</summary>
    public bool Has(IpAddress address) => address.IsLoopback || Addresses.Contains(address);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>The address it sends from to another; none when it has none of that version.</summary>
    internal IpAddress SourceFor(IpAddress destination)
    {
        if (destination.IsLoopback)
        {
            return destination;
        }

        foreach (var address in Addresses)
        {
            if (address.IsV4 == destination.IsV4)
            {
                return address;
            }
        }

        return IpAddress.None;
    }

    internal void Add(SimulatedStack stack) => _stacks.Add(stack);

    internal void Remove(SimulatedStack stack) => _stacks.Remove(stack);

    internal void DescribeWaits(List<string> waits)
    {
        Console.DescribeWaits(waits);
        foreach (var stack in _stacks)
        {
            stack.DescribeWaits(waits);
        }
    }
}
