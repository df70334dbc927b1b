using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Takes one response's head off what arrives, and keeps its octets. A head that is whole in the connection's buffer is
/// parsed there and copied once; one that arrives in pieces is gathered first.
/// </summary>
internal sealed class ResponseReader
{
    private readonly GatherBuffer _octets = new();
    private ResponseHeadParser _parser;

    public ResponseHead Head { get; } = new();

    /// <summary>The head's octets.</summary>
    public byte[] Octets => _octets.Octets;

    public WireError Error => _parser.Error;

    /// <summary>Forgets an interim response.</summary>
    public void Clear()
    {
        _octets.Clear();
        _parser = default;
        Head.Clear();
    }

    /// <summary>Takes a head, or as much of one as has arrived, off the front of what arrived.</summary>
    public HeadProgress Take(ref ArrivedOctets octets, in HeadLimits limits)
    {
        if (_octets.Count == 0)
        {
            var progress = _parser.Parse(octets.First, Head, limits);
            if (progress != HeadProgress.NeedsMore)
            {
                _octets.Set(octets.First[..Head.Length], 0);
                octets.Skip(Head.Length);
                return progress;
            }
        }

        return Gather(ref octets, limits);
    }

    private HeadProgress Gather(ref ArrivedOctets octets, in HeadLimits limits)
    {
        var before = _octets.Count;
        _octets.Append(octets.Rest, limits.HeadBytes + 1);
        var progress = _parser.Parse(_octets.Gathered, Head, limits);
        if (progress == HeadProgress.Complete)
        {
            _octets.Truncate(Head.Length);
        }

        octets.Skip(_octets.Count - before);
        return progress;
    }
}
