using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Client;

/// <summary>What is asked, whomever.</summary>
/// <param name="Name">About which name, in its wire form; not changed while it is asked.</param>
/// <param name="Type">What kind of record.</param>
/// <param name="Flags">What the asker wishes: RD, CD.</param>
internal readonly record struct Query(ReadOnlyMemory<byte> Name, RecordType Type, HeaderFlags Flags)
{
    /// <summary>The most octets of a query.</summary>
    public const int MaxOctets = MessageHeader.Octets + NameOctets.MaxOctets + Question.FixedOctets + OptWriter.FixedOctets;

    /// <summary>The largest datagram that is taken: no fragments (RFC 9715).</summary>
    public const ushort DatagramOctets = 1232;

    /// <summary>Whether it is asked with EDNS.</summary>
    public bool HasEdns { get; init; } = true;

    /// <summary>DO: whether signatures are wanted.</summary>
    public bool IsDnssecOk { get; init; }

    /// <summary>Whether its name is asked in random case, which a forger has to guess (draft-vixie-dnsext-dns0x20).</summary>
    public bool MixesCase { get; init; } = true;

    /// <summary>Writes the query.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name in the case to ask in.</param>
    /// <param name="destination">Room for <see cref="MaxOctets"/>.</param>
    /// <returns>Octets written.</returns>
    public int Write(ushort id, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var writer = new MessageWriter(destination, destination.Length, new() { Id = id, Flags = Flags });
        writer.TryWriteBareQuestion(name, Type, RecordClass.Internet);
        if (HasEdns)
        {
            OptWriter.Begin(ref writer, DatagramOctets, ResponseCode.NoError, IsDnssecOk);
            writer.EndRecord();
        }

        return writer.Finish();
    }
}
