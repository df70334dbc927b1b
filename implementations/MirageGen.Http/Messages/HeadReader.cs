using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Takes one message's head off what arrives, and keeps its octets. A head that is whole in the connection's buffer is
/// parsed there and copied once; one that arrives in pieces is gathered first.
/// </summary>
/// <typeparam name="TParser">Parses it.</typeparam>
/// <typeparam name="THead">What it becomes.</typeparam>
internal abstract class HeadReader<TParser, THead>
    where TParser : struct, IHeadParser<THead>
    where THead : MessageHead, new()
{
    private readonly GatherBuffer _octets = new();
    private TParser _parser;

    /// <summary>The head, as far as it has come.</summary>
    public THead Head { get; } = new();

    /// <summary>The head's octets, and what room there is behind them.</summary>
    public byte[] Octets => _octets.Octets;

    /// <summary>What was wrong, after <see cref="HeadProgress.Failed"/>.</summary>
    public WireError Error => _parser.Error;

    /// <summary>Whether a part of a head has been gathered.</summary>
    public bool HasBegun => _octets.Count > 0;

    /// <summary>Octets of room wanted behind a head that is complete.</summary>
    protected virtual int SpareBytes => 0;

    /// <summary>Forgets the message.</summary>
    public void Clear()
    {
        _octets.Clear();
        _parser = default;
        Head.Clear();
    }

    /// <summary>Makes room behind the head.</summary>
    public Span<byte> Reserve(int length)
    {
        _octets.Reserve(Head.Length + length);
        return _octets.Octets.AsSpan(Head.Length, length);
    }

    /// <summary>Takes a head, or as much of one as has arrived, off the front of what arrived.</summary>
    public HeadProgress Take(ref ArrivedOctets octets, in HeadLimits limits)
    {
        if (HasBegun)
        {
            return Gather(ref octets, limits);
        }

        var progress = _parser.Parse(octets.First, Head, limits);
        if (progress == HeadProgress.NeedsMore)
        {
            return Gather(ref octets, limits);
        }

        _octets.Set(octets.First[..Head.Length], SpareBytes);
        octets.Skip(Head.Length);
        return progress;
    }

    private HeadProgress Gather(ref ArrivedOctets octets, in HeadLimits limits)
    {
        var before = _octets.Count;
        _octets.Append(octets.Rest, limits.HeadBytes + 1);
        var progress = _parser.Parse(_octets.Gathered, Head, limits);
        if (progress == HeadProgress.Complete)
        {
            _octets.Truncate(Head.Length);
            _octets.Reserve(Head.Length + SpareBytes);
        }

        octets.Skip(_octets.Count - before);
        return progress;
    }
}
