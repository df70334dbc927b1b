using System.Buffers;

namespace MirageGen.Http.Wire;

/// <summary>Holds a head, or a trailer section, in one piece: for those that arrive in several.</summary>
internal sealed class GatherBuffer
{
    private const int SmallestBytes = 1024;
    private const int LargestKeptBytes = 8 * 1024;

    public byte[] Octets { get; private set; } = [];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Gathered => Octets.AsSpan(0, Count);

    /// <summary>Forgets what was gathered, and the room too when it was unusually large.</summary>
    public void Clear()
    {
        Count = 0;
        if (Octets.Length > LargestKeptBytes)
        {
            Octets = [];
        }
    }

    /// <summary>Takes as many octets as there is room for up to a bound.</summary>
    public void Append(in ReadOnlySequence<byte> octets, int most)
    {
        var length = (int)Math.Min(octets.Length, most - Count);
        Reserve(Count + length);
        octets.Slice(0, length).CopyTo(Octets.AsSpan(Count));
        Count += length;
    }

    /// <summary>Holds this and nothing else.</summary>
    /// <param name="octets">What to hold.</param>
    /// <param name="spare">Octets of room behind it.</param>
    public void Set(ReadOnlySpan<byte> octets, int spare)
    {
        Count = 0;
        Reserve(octets.Length + spare);
        octets.CopyTo(Octets);
        Count = octets.Length;
    }

    /// <summary>Gives back what was taken too much.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Makes room, keeping what is held.</summary>
    public void Reserve(int capacity)
    {
        if (capacity <= Octets.Length)
        {
            return;
        }

        var larger = new byte[Math.Max(SmallestBytes, Math.Max(capacity, Octets.Length * 2))];
        Gathered.CopyTo(larger);
        Octets = larger;
    }
}
