using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Takes one request's head off what arrives, and keeps its octets. A head that is whole in the connection's buffer is
/// parsed there and copied once; one that arrives in pieces is gathered first.
/// </summary>
internal sealed class RequestReader
{
    private readonly GatherBuffer _octets = new();
    private RequestHeadParser _parser;

    public RequestHead Head { get; } = new();

    /// <summary>The head's octets, and room behind them for the normal path.</summary>
    public byte[] Octets => _octets.Octets;

    public WireError Error => _parser.Error;

    /// <summary>Whether a part of a head has been gathered.</summary>
    public bool HasBegun => _octets.Count > 0;

    /// <summary>Forgets the request.</summary>
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
        if (!HasBegun)
        {
            var progress = _parser.Parse(octets.First, Head, limits);
            if (progress != HeadProgress.NeedsMore)
            {
                Keep(octets.First);
                octets.Skip(Head.Length);
                return progress;
            }
        }

        return Gather(ref octets, limits);
    }

    private void Keep(ReadOnlySpan<byte> octets) => _octets.Set(octets[..Head.Length], Head.Target.Path.Length);

    private HeadProgress Gather(ref ArrivedOctets octets, in HeadLimits limits)
    {
        var before = _octets.Count;
        _octets.Append(octets.Rest, limits.HeadBytes + 1);
        var progress = _parser.Parse(_octets.Gathered, Head, limits);
        if (progress == HeadProgress.Complete)
        {
            _octets.Truncate(Head.Length);
            _octets.Reserve(Head.Length + Head.Target.Path.Length);
        }

        octets.Skip(_octets.Count - before);
        return progress;
    }
}
