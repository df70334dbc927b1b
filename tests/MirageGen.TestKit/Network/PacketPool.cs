namespace MirageGen.TestKit;

/// <summary>Packets to be used again, small and large ones apart so that small ones don't hold large buffers.</summary>
internal sealed class PacketPool<T>(Func<T> make)
    where T : Packet
{
    /// <summary>The longest content that counts as small.</summary>
    public const int SmallOctets = 2048;

    private readonly Stack<T> _small = new();
    private readonly Stack<T> _large = new();

    public T Take(int octets) => StackFor(octets).TryPop(out var packet) ? packet : make();

    public void Give(T packet) => StackFor(packet.Length).Push(packet);

    private Stack<T> StackFor(int octets) => octets <= SmallOctets ? _small : _large;
}
