namespace MirageGen.TcpIp;

/// <summary>A packet of which fragments have arrived.</summary>
internal sealed class FragmentedPacket
{
    /// <summary>Room in front of the payload for the header of the first fragment.</summary>
    public const int HeaderRoom = 64;

    /// <summary>The most fragments of one packet: enough for 64 kB over the least IPv4 path that we believe in.</summary>
    public const int MostFragments = 128;

    private readonly (int Start, int End)[] _parts = new (int, int)[MostFragments];
    private byte[] _memory = [];
    private int _count;
    private int _received;
    private int _total;

    public FragmentKey Key { get; private set; }

    /// <summary>When it is given up.</summary>
    public TimeSpan Deadline { get; private set; }

    /// <summary>Whether fragments have overlapped, so that the rest is dropped too (RFC 5722 section 4).</summary>
    public bool IsPoisoned { get; private set; }

    /// <summary>Octets of memory it takes.</summary>
    public int MemoryOctets => _memory.Length;

    /// <summary>Octets of the first fragment's header; zero until that has arrived.</summary>
    public int HeaderOctets { get; private set; }

    /// <summary>The ECN field of the whole, from those of the fragments (RFC 3168 section 5.3).</summary>
    public byte Ecn { get; private set; }

    public bool IsComplete => _total > 0 && _received == _total && HeaderOctets > 0;

    /// <summary>The whole packet, or the beginning of an incomplete one, from its header on.</summary>
    public ReadOnlySpan<byte> Octets => Memory.Span;

    public Memory<byte> Memory => _memory.AsMemory(HeaderRoom - HeaderOctets, HeaderOctets + (IsComplete ? _total : FirstOctets));

    /// <summary>Where the payload begins in <see cref="Octets"/>.</summary>
    public int PayloadOffset => HeaderOctets;

    /// <summary>Octets of the first fragment.</summary>
    private int FirstOctets => _count > 0 && _parts[0].Start == 0 ? _parts[0].End : 0;

    public void Begin(in FragmentKey key, TimeSpan deadline)
    {
        Key = key;
        Deadline = deadline;
        IsPoisoned = false;
        HeaderOctets = 0;
        Ecn = 0;
        _count = 0;
        _received = 0;
        _total = 0;
    }

    /// <summary>Drops what has arrived and whatever will.</summary>
    public void Poison()
    {
        IsPoisoned = true;
        _count = 0;
        _received = 0;
        _total = 0;
        HeaderOctets = 0;
        _memory = [];
    }

    /// <summary>Gives its memory back.</summary>
    public void End() => _memory = [];

    /// <summary>Sets the header, which the first fragment brings.</summary>
    public void SetHeader(ReadOnlySpan<byte> header)
    {
        HeaderOctets = header.Length;
        header.CopyTo(_memory.AsSpan(HeaderRoom - header.Length));
    }

    /// <summary>Adds a fragment.</summary>
    /// <param name="start">Where it belongs.</param>
    /// <param name="hasMore">Whether others follow it.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="offset">Where its payload begins in the frame.</param>
    /// <param name="ecn">The ECN field of its header.</param>
    /// <returns>False when it does not fit to the others: then the packet is poisoned.</returns>
    public bool TryAdd(int start, bool hasMore, in ReceivedFrame frame, int offset, byte ecn)
    {
        var end = start + frame.Length - offset;
        if (!TryPlace(start, end, out var at, out var isDuplicate) || !TryEnd(end, hasMore))
        {
            Poison();
            return false;
        }

        if (isDuplicate)
        {
            return true;
        }

        Reserve(end);
        frame.CopyTo(offset, _memory.AsSpan(HeaderRoom + start, end - start));
        Array.Copy(_parts, at, _parts, at + 1, _count - at);
        _parts[at] = (start, end);
        _count++;
        _received += end - start;
        // Congestion in any fragment is congestion; a sender that does not know ECN marks none.
        Ecn = _count == 1 ? ecn : (byte)(Ecn == 0 || ecn == 0 ? 0 : Ecn | ecn);
        return true;
    }

    /// <summary>Finds the place of a fragment among the others, none of which it may overlap.</summary>
    private bool TryPlace(int start, int end, out int at, out bool isDuplicate)
    {
        isDuplicate = false;
        for (at = _count; at > 0 && _parts[at - 1].Start >= start; at--)
        {
        }

        if (at < _count && _parts[at] == (start, end))
        {
            isDuplicate = true;
            return true;
        }

        return _count < MostFragments
            && (at == 0 || _parts[at - 1].End <= start)
            && (at == _count || _parts[at].Start >= end);
    }

    /// <summary>The last fragment says where the packet ends; no other may say otherwise, or lie behind it.</summary>
    private bool TryEnd(int end, bool hasMore)
    {
        if (hasMore)
        {
            return _total == 0 || end < _total;
        }

        if (_total == 0 && (_count == 0 || _parts[_count - 1].End <= end))
        {
            _total = end;
        }

        return _total == end;
    }

    private void Reserve(int payloadOctets)
    {
        var octets = HeaderRoom + payloadOctets;
        if (_memory.Length < octets)
        {
            // Doubled, so that fragments in order do not copy what came before each time; the largest packet is 64 kB.
            Array.Resize(ref _memory, Math.Max(octets, Math.Min(_memory.Length * 2, HeaderRoom + ushort.MaxValue)));
        }
    }
}
