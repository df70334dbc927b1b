namespace MirageGen.Dns.Wire;

/// <summary>
/// Where the names stand that a message being written can point to: a table of <see cref="Slots"/> places, for one message
/// after the other. When a name's places are taken it is not pointed to, which costs octets and nothing else.
/// </summary>
internal sealed class NameOffsets
{
    /// <summary>How many suffixes of names are known at once.</summary>
    public const int Slots = 64;

    /// <summary>The first offset that does not fit into a pointer (RFC 1035 section 4.1.4).</summary>
    public const int OffsetLimit = 0x4000;

    /// <summary>How many places are looked at for one suffix.</summary>
    private const int Probes = 8;

    private readonly uint[] _entries = new uint[Slots];
    private bool _isUsed;

    /// <summary>Forgets all names, for another message.</summary>
    public void Clear()
    {
        if (_isUsed)
        {
            _isUsed = false;
            Array.Clear(_entries);
        }
    }

    /// <summary>Finds a name in what has been written, octet for octet: a pointer must not change its case.</summary>
    /// <param name="written">The message so far.</param>
    /// <param name="hash">Of the name.</param>
    /// <param name="name">Uncompressed.</param>
    /// <param name="offset">Where it stands.</param>
    public bool TryFind(ReadOnlySpan<byte> written, ushort hash, ReadOnlySpan<byte> name, out int offset)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var entry = _entries[(hash + probe) % Slots];
            offset = (int)(entry & 0xFFFF);
            if (entry == 0)
            {
                return false;
            }

            if (entry >> 16 == hash && Stands(written, offset, name))
            {
                return true;
            }
        }

        offset = 0;
        return false;
    }

    /// <summary>Notes where a name stands.</summary>
    public void Add(ushort hash, int offset)
    {
        for (var probe = 0; probe < Probes && offset < OffsetLimit; probe++)
        {
            ref var entry = ref _entries[(hash + probe) % Slots];
            if (entry == 0)
            {
                entry = ((uint)hash << 16) | (uint)offset;
                _isUsed = true;
                return;
            }
        }
    }

    /// <summary>Forgets names from an offset on, for what was written there is taken back.</summary>
    public void RemoveFrom(int offset)
    {
        // A freed place may end a chain of probes early: what was beyond it is not found again and written out instead.
        for (var i = 0; i < Slots && _isUsed; i++)
        {
            if ((_entries[i] & 0xFFFF) >= offset)
            {
                _entries[i] = 0;
            }
        }
    }

    private static bool Stands(ReadOnlySpan<byte> written, int offset, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            int label = written[offset];
            if (label > NameOctets.MaxLabelOctets)
            {
                offset = ((label & 0x3F) << 8) | written[offset + 1];
                continue;
            }

            if (label + 1 > name.Length || !written.Slice(offset, label + 1).SequenceEqual(name[..(label + 1)]))
            {
                return false;
            }

            if (label == 0)
            {
                return true;
            }

            offset += label + 1;
            name = name[(label + 1)..];
        }
    }
}
