namespace MirageGen.Dns;

/// <summary>
/// A name where it stands in a message, maybe compressed (RFC 1035 section 4.1.4): judged once, then read in place, without
/// a copy. A pointer leads to before the labels that it stands behind, so that no name goes round in a circle, and a
/// name takes at most <see cref="MaxJumps"/> of them.
/// </summary>
internal readonly ref struct MessageName
{
    /// <summary>The most pointers of a name: no more than labels, each of which a sender may have compressed.</summary>
    public const int MaxJumps = NameOctets.MaxLabels;

    private const int PointerBits = 0xC0;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _start;

    private MessageName(ReadOnlySpan<byte> message, int start, int length)
    {
        _message = message;
        _start = start;
        Length = length;
    }

    /// <summary>The octets of its uncompressed form, with the root's.</summary>
    public int Length { get; }

    /// <summary>Where it begins in the message.</summary>
    public int Offset => _start;

    /// <summary>Judges a name and finds where it ends.</summary>
    /// <param name="message">The whole message, from its header on; untrusted.</param>
    /// <param name="offset">Where the name begins.</param>
    /// <param name="name">The name.</param>
    /// <param name="next">The offset of what comes behind it.</param>
    public static NameError TryRead(ReadOnlySpan<byte> message, int offset, out MessageName name, out int next)
    {
        name = default;
        next = offset;
        var at = offset;
        var run = offset;
        var length = 0;
        var jumps = 0;
        while (at < message.Length)
        {
            int label = message[at];
            if (label >= PointerBits)
            {
                if (at + 1 >= message.Length)
                {
                    return NameError.Truncated;
                }

                next = jumps++ == 0 ? at + 2 : next;
                at = PointerAt(message, at);
                if (at >= run || jumps > MaxJumps)
                {
                    return NameError.Pointer;
                }

                run = at;
                continue;
            }

            if (label > NameOctets.MaxLabelOctets)
            {
                return NameError.LabelType;
            }

            length += 1 + label;
            at += 1 + label;
            if (length > NameOctets.MaxOctets)
            {
                return NameError.NameTooLong;
            }

            if (label == 0)
            {
                next = jumps == 0 ? at : next;
                name = new(message, offset, length);
                return NameError.None;
            }
        }

        return NameError.Truncated;
    }

    /// <summary>Writes the uncompressed form, in the case it was sent in.</summary>
    /// <param name="destination">Room for <see cref="Length"/>.</param>
    /// <returns>Octets written, which are <see cref="Length"/>.</returns>
    public int CopyTo(Span<byte> destination)
    {
        var at = _start;
        var written = 0;
        while (written < Length)
        {
            int label = _message[at];
            if (label >= PointerBits)
            {
                at = PointerAt(_message, at);
                continue;
            }

            _message.Slice(at, 1 + label).CopyTo(destination[written..]);
            at += 1 + label;
            written += 1 + label;
        }

        return written;
    }

    /// <summary>Writes the canonical form: uncompressed, in small letters (RFC 4034 section 6.2); what a table is searched by.</summary>
    /// <inheritdoc cref="CopyTo"/>
    public int CopyCanonicalTo(Span<byte> destination)
    {
        var written = CopyTo(destination);
        NameOctets.ToLower(destination[..written], destination);
        return written;
    }

    /// <summary>Whether it is a name, whatever their case.</summary>
    /// <param name="name">An uncompressed wire form.</param>
    public bool Is(ReadOnlySpan<byte> name)
    {
        if (name.Length != Length)
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[NameOctets.MaxOctets];
        return NameOctets.Equals(octets[..CopyTo(octets)], name);
    }

    /// <summary>The name as an object.</summary>
    public DomainName ToDomainName()
    {
        Span<byte> octets = stackalloc byte[NameOctets.MaxOctets];
        return DomainName.FromSound(octets[..CopyTo(octets)]);
    }

    /// <summary>The presentation form.</summary>
    public override string ToString() => ToDomainName().ToString();

    private static int PointerAt(ReadOnlySpan<byte> message, int at) => ((message[at] & ~PointerBits) << 8) | message[at + 1];
}
