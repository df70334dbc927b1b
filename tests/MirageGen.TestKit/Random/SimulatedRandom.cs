namespace MirageGen.TestKit;

/// <summary>RANDOM, reproducible: each host has a sequence of its own, from the world's seed and the host's name.</summary>
[Device(typeof(IRandom), Target = SimulatedHost.Target, Shared = true)]
public sealed class SimulatedRandom : IRandom
{
    private readonly SeededRandom _random;

    /// <summary>The randomness of a host; all devices of one host draw from the same sequence.</summary>
    public SimulatedRandom(SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _random = host.DeviceRandom;
    }

    private SimulatedRandom(SeededRandom random) => _random = random;

    /// <summary>Randomness without a world.</summary>
    public static SimulatedRandom FromSeed(ulong seed) => new(new SeededRandom(seed));

    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => _random.Fill(destination);
}
