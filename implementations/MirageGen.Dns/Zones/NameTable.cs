namespace MirageGen.Dns.Zones;

/// <summary>
/// Finds names in an array of octets by their hash: open addressing, four octets a place, at most three quarters full. A
/// place has the number of its name and one in the lower bits, and above them what the hash has there: the names that lie on
/// the way are told apart without a look at their octets, each of which would be a miss of the cache in a large zone. The
/// zone's owner has chosen the names, so that a stranger cannot make its chains long.
/// </summary>
internal sealed class NameTable
{
    private const int LeastSlots = 16;

    private uint[] _slots;

    /// <summary>Makes an empty table.</summary>
    /// <param name="expected">How many names will come; more are taken too.</param>
    public NameTable(int expected = 0) => _slots = new uint[SlotsFor(expected)];

    /// <summary>The octets that its places take.</summary>
    public long Octets => (long)_slots.Length * sizeof(uint);

    /// <summary>Finds a name.</summary>
    /// <param name="name">Uncompressed wire form, in whatever case.</param>
    /// <param name="names">The names that there are.</param>
    /// <returns>Its number; -1 when it is not there.</returns>
    public int Find(ReadOnlySpan<byte> name, NameList names)
    {
        var slots = _slots;
        var mask = (uint)slots.Length - 1;
        var hash = (uint)NameOctets.Hash(name);
        for (var at = hash; ; at++)
        {
            var slot = slots[at & mask];
            if (slot == 0)
            {
                return -1;
            }

            if (((slot ^ hash) & ~mask) == 0)
            {
                var index = (int)(slot & mask) - 1;
                if (NameOctets.Equals(names[index], name))
                {
                    return index;
                }
            }
        }
    }

    /// <summary>Adds a name that is not there.</summary>
    /// <param name="index">Its number, from zero.</param>
    /// <param name="names">The names, this one among them.</param>
    public void Add(int index, NameList names)
    {
        while ((index + 1) * 4L > _slots.Length * 3L)
        {
            Grow(names);
        }

        Put(_slots, index, names);
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

    private static void Put(uint[] slots, int index, NameList names)
    {
        var mask = (uint)slots.Length - 1;
        var hash = (uint)NameOctets.Hash(names[index]);
        var at = hash & mask;
        while (slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        slots[at] = (hash & ~mask) | ((uint)index + 1);
    }

    private void Grow(NameList names)
    {
        var slots = new uint[checked(_slots.Length * 2)];
        var mask = (uint)_slots.Length - 1;
        foreach (var slot in _slots)
        {
            if (slot != 0)
            {
                Put(slots, (int)(slot & mask) - 1, names);
            }
        }

        _slots = slots;
    }
}
