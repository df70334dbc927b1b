namespace MirageGen.TestKit;

/// <summary>
/// What a wire does to what it carries, in one direction. Flows never lose or reorder octets, as TCP does not: what is
/// lost arrives later, after a retransmission; datagrams and frames bear it themselves.
/// </summary>
public sealed record Wire
{
    /// <summary>No delay, no fault, whole segments: what is sent is there in the next turn of the loop.</summary>
    public static Wire Ideal { get; } = new();

    /// <summary>
    /// What hosts are connected by unless a test says otherwise: 1 ms and up to 1 ms of jitter, no loss, and flows cut at
    /// random places, so that each seed brings another order of events and other boundaries to parse across.
    /// </summary>
    public static Wire Local { get; } = new()
    {
        Delay = TimeSpan.FromMilliseconds(1),
        Jitter = TimeSpan.FromMilliseconds(1),
        CutsFlows = true,
    };

    /// <summary>A path across a continent: 40 ms, some jitter, now and then a loss.</summary>
    public static Wire Distant { get; } = new()
    {
        Delay = TimeSpan.FromMilliseconds(40),
        Jitter = TimeSpan.FromMilliseconds(10),
        Loss = 0.002,
        Reordering = 0.002,
        CutsFlows = true,
    };

    /// <summary>A path nobody would want: slow, lossy, reordering and duplicating.</summary>
    public static Wire Dreadful { get; } = new()
    {
        Delay = TimeSpan.FromMilliseconds(150),
        Jitter = TimeSpan.FromMilliseconds(250),
        Loss = 0.1,
        Duplication = 0.02,
        Reordering = 0.1,
        OctetsPerSecond = 32_000,
        QueueOctets = 64_000,
        CutsFlows = true,
    };

    /// <summary>How long each packet takes at least.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much longer it may take, uniformly distributed. Jitter alone changes no order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The probability that a packet is lost.</summary>
    public double Loss { get; init; }

    /// <summary>The probability that a datagram or frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The probability that a datagram or frame is held back so that later ones overtake it.</summary>
    public double Reordering { get; init; }

    /// <summary>How long a held-back packet is late, at most; at least a tenth of it.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The probability that a bit of a datagram or frame is flipped.</summary>
    /// <remarks>For datagrams that means loss, since UDP's checksum fails; a frame arrives with the flipped bit.</remarks>
    public double Corruption { get; init; }

    /// <summary>The bandwidth; zero for no limit.</summary>
    public long OctetsPerSecond { get; init; }

    /// <summary>
    /// How many octets may wait for a limited bandwidth, or be under way at all; datagrams and frames beyond are lost, flows
    /// wait. 16 MB by default.
    /// </summary>
    public long QueueOctets { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// The largest IP packet, 1500 by default: flows are cut accordingly; a longer datagram is fragmented, which makes its
    /// loss likelier; a longer frame is dropped.
    /// </summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>
    /// Whether flows are cut into segments of random length, down to a single octet: no reader may rely on where a sender
    /// flushed.
    /// </summary>
    public bool CutsFlows { get; init; }

    /// <summary>The probability that a segment of a flow is answered with a reset.</summary>
    public double FlowResets { get; init; }

    /// <summary>The probability that an attempt to connect is refused though somebody listens.</summary>
    public double Refusal { get; init; }

    /// <summary>Checks that every value can be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One cannot.</exception>
    internal void Validate()
    {
        Probability(Loss, nameof(Loss));
        Probability(Duplication, nameof(Duplication));
        Probability(Reordering, nameof(Reordering));
        Probability(Corruption, nameof(Corruption));
        Probability(FlowResets, nameof(FlowResets));
        Probability(Refusal, nameof(Refusal));
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(Jitter, TimeSpan.Zero, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderDelay, TimeSpan.Zero, nameof(ReorderDelay));
        ArgumentOutOfRangeException.ThrowIfNegative(OctetsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueOctets);
        ArgumentOutOfRangeException.ThrowIfLessThan(Mtu, 68);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Mtu, ushort.MaxValue);
    }

    private static void Probability(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A probability is from 0 to 1.");
        }
    }
}
