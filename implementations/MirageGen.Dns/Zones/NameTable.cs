namespace MirageGen.Dns.Zones;

/// <summary>
/// Finds names in an array of octets by their hash: open addressing, four octets a place, at most three quarters full. The
/// zone's owner has chosen the names, so that a stranger cannot make its chains long.
/// </summary>
internal sealed class NameTable
{
    private const int LeastSlots = 16;

    private int[] _slots;
    private int _count;

    /// <summary>Makes an empty table.</summary>
    /// <param name="expected">How many names will come; more are taken too.</param>
    public NameTable(int expected = 0) => _slots = new int[SlotsFor(expected)];

    /// <summary>The octets that its places take.</summary>
    public long Octets => (long)_slots.Length * sizeof(int);

    /// <summary>Finds a name.</summary>
    /// <param name="name">Uncompressed wire form, in whatever case.</param>
    /// <param name="names">The names that there are.</param>
    /// <returns>Its number; -1 when it is not there.</returns>
    public int Find(ReadOnlySpan<byte> name, NameList names)
    {
        var slots = _slots;
        for (var at = Start(name, slots); ; at = (at + 1) & (slots.Length - 1))
        {
            var index = slots[at] - 1;
            if (index < 0 || NameOctets.Equals(names[index], name))
            {
                return index;
            }
        }
    }

    /// <summary>Adds a name that is not there.</summary>
    /// <param name="index">Its number, from zero.</param>
    /// <param name="names">The names, this one among them.</param>
    public void Add(int index, NameList names)
    {
        if ((_count + 1) * 4L > _slots.Length * 3L)
        {
            Grow(names);
        }

        Put(_slots, index, names);
        _count++;
    }

    private static int SlotsFor(int names)
    {
        var slots = LeastSlots;
        while (names * 4L > slots * 3L)
        {
            slots = checked(slots * 2);
        }

        return slots;
    }

    private static int Start(ReadOnlySpan<byte> name, int[] slots) => NameOctets.Hash(name) & (slots.Length - 1);

    private static void Put(int[] slots, int index, NameList names)
    {
        var at = Start(names[index], slots);
        while (slots[at] != 0)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        slots[at] = index + 1;
    }

    private void Grow(NameList names)
    {
        var slots = new int[checked(_slots.Length * 2)];
        foreach (var slot in _slots)
        {
            if (slot != 0)
            {
                Put(slots, slot - 1, names);
            }
        }

        _slots = slots;
    }
}
