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

    /// <summary>The name of a device that was given none.</summary>
    public const string DefaultDeviceName = "default";

    private readonly List<SimulatedStack> _stacks = [];
    private readonly List<HostTask> _tasks = [];
    private readonly Dictionary<string, StoreMedium> _stores = [];
    private readonly Dictionary<string, BlockMedium> _disks = [];
    private readonly int _number;
    private readonly List<string> _networkNames = [];

    internal SimulatedHost(World world, string name, IReadOnlyList<IpAddress> addresses)
    {
        World = world;
        Name = name;
        _number = world.Hosts.Count + 1;
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
    public SimulatedClock Clock { get; private set; }

    /// <summary>A network stack of this host.</summary>
    public SimulatedStack Stack { get; private set; }

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

    /// <summary>What has begun when the host was made, and begins anew with each crash.</summary>
    internal HostLife Life { get; private set; } = new();

    internal SeededRandom Random { get; }

    internal SeededRandom DeviceRandom { get; }

    /// <summary>What was started on it and not lost in a crash.</summary>
    internal IReadOnlyList<HostTask> Tasks => _tasks;

    internal IReadOnlyList<SimulatedStack> Stacks => _stacks;

    internal HostPorts Ports { get; } = new();

    /// <summary>
    /// A store of this host, empty when it is first asked for. Fill it before the appliance starts; what the appliance
    /// writes is found in it afterwards, and by the next appliance that starts here.
    /// </summary>
    /// <param name="name">The name the appliance asks for it under: of <c>[FromKeyedServices]</c>, or the directory of <c>[Embed]</c>.</param>
    public MemoryStore Store(string name = DefaultDeviceName)
    {
        if (!_stores.TryGetValue(name, out var medium))
        {
            _stores.Add(name, medium = new());
        }

        return new(this, name, medium);
    }

    /// <summary>A disk of this host, empty when it is first asked for.</summary>
    /// <param name="name">The name the appliance asks for it under, with <c>[FromKeyedServices]</c>.</param>
    /// <param name="sectorCount">Its size, when it is first asked for.</param>
    /// <param name="sectorBytes">The size of its sectors, when it is first asked for.</param>
    public MemoryBlock Disk(
        string name = DefaultDeviceName, long sectorCount = MemoryBlock.DefaultSectorCount, int sectorBytes = 512)
    {
        if (!_disks.TryGetValue(name, out var medium))
        {
            _disks.Add(name, medium = new(sectorCount, sectorBytes));
        }

        return new(this, name, medium);
    }

    /// <summary>Runs something on this host until it ends, is stopped or the test ends.</summary>
    /// <param name="run">Given a token that tells it to stop: <c>stop => appliance.RunAsync(stop)</c>.</param>
    /// <param name="name">What to call it when the run gets stuck.</param>
    public HostTask Start(Func<CancellationToken, Task> run, string name = "appliance")
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = HostTask.Start(this, name, run);
        _tasks.Add(task);
        return task;
    }

    /// <summary>
    /// Crashes the machine, in the middle of whatever it does, and has it come up again at once with nothing running. What
    /// ran is frozen where it was: no token is cancelled, no <c>finally</c> runs, nothing it awaits completes. What stores and
    /// disks had not flushed is lost. Peers are not told; they find out when they send, and are answered with a reset.
    /// </summary>
    /// <remarks>
    /// Afterwards start the appliance anew, with devices made anew: <see cref="Stack"/>, <see cref="Clock"/>,
    /// <see cref="Store"/> and <see cref="Disk"/> are others now. To keep the machine down for a while, cut its links too.
    /// </remarks>
    /// <param name="survivors">
    /// With randomness, such as <see cref="World.Random"/>, each unflushed write survives by the toss of a coin; without it,
    /// none does.
    /// </param>
    public void Crash(SeededRandom? survivors = null)
    {
        World.VerifyOnLoop();
        World.Record($"{Name} crash");
        Life.End();
        Life = new();
        foreach (var stack in _stacks.ToArray())
        {
            stack.Vanish();
        }

        World.Unplug(this);
        Console.Forget();
        _tasks.Clear();
        foreach (var medium in _stores.Values)
        {
            medium.Crash(survivors);
        }

        foreach (var medium in _disks.Values)
        {
            medium.Crash(survivors);
        }

        Clock = new(this);
        Stack = new(this);
    }

    /// <summary>Whether an address is this host's own.</summary>
    public bool Has(IpAddress address) => address.IsLoopback || Addresses.Contains(address);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// The hardware address of its device with a name: locally administered, the host's number in the world and the device's
    /// on the host.
    /// </summary>
    internal MacAddress HardwareAddress(string name)
    {
        if (!_networkNames.Contains(name))
        {
            _networkNames.Add(name);
        }

        var host = _number;
        var device = _networkNames.IndexOf(name);
        return new([0x02, 0x4D, (byte)(host >> 8), (byte)host, (byte)(device >> 8), (byte)device]);
    }

    /// <summary>The address it sends from to another; none when it has none of that version.</summary>
    internal IpAddress SourceFor(IpAddress destination)
    {
        if (destination.IsLoopback)
        {
            return destination;
        }

        // Not by an enumerator: this runs for every datagram and is to allocate nothing.
        for (var i = 0; i < Addresses.Count; i++)
        {
            if (Addresses[i].IsV4 == destination.IsV4)
            {
                return Addresses[i];
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

        waits.AddRange(_tasks.Where(task => !task.Completion.IsCompleted).Select(task => $"{Name}: the task '{task.Name}' runs"));
    }
}
