using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Client;

/// <summary>A query as it is sent to one server once: with an id and a case of its own.</summary>
internal sealed class SentQuery
{
    private readonly Query _query;
    private readonly byte[] _name;
    private readonly ushort _id;

    /// <summary>Chooses both.</summary>
    public SentQuery(in Query query, IRandom random)
    {
        _query = query;
        _name = query.Name.ToArray();
        _id = (ushort)random.NextUInt32();
        if (query.MixesCase)
        {
            MixedCase.Copy(query.Name.Span, _name, random);
        }
    }

    /// <summary>Writes it.</summary>
    /// <inheritdoc cref="Query.Write"/>
    public int Write(Span<byte> destination) => _query.Write(_id, _name, destination);

    /// <summary>Whether a message answers it.</summary>
    public ReplyMatch Judge(ReadOnlySpan<byte> message) => ReplyMatching.Judge(message, _id, _name, _query.Type);

    /// <summary>
    /// Puts the name into a response as it was asked for: what points to it there, such as an alias's target, shall not keep
    /// a case that nobody but this query made.
    /// </summary>
    /// <param name="message">A response that was judged to answer the query.</param>
    /// <returns>The same.</returns>
    public byte[] Restore(byte[] message)
    {
        if (message.AsSpan(MessageHeader.Octets).StartsWith(_name))
        {
            _query.Name.Span.CopyTo(message.AsSpan(MessageHeader.Octets));
        }

        return message;
    }
}
