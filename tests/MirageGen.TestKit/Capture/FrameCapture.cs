namespace MirageGen.TestKit;

/// <summary>The frames that passed an <see cref="EthernetSegment"/>.</summary>
public sealed class FrameCapture
{
    /// <summary>How many octets are kept; what comes later is counted only.</summary>
    private const long MaxOctets = 64 * 1024 * 1024;

    private readonly List<CapturedFrame> _frames = [];
    private long _octets;

    internal FrameCapture()
    {
    }

    /// <summary>The frames, oldest first.</summary>
    public IReadOnlyList<CapturedFrame> Frames => _frames;

    /// <summary>Frames that came when 64 MB had been kept.</summary>
    public long Missed { get; private set; }

    /// <summary>Writes the capture in libpcap's format, for tshark and its like.</summary>
    /// <param name="destination">Left open.</param>
    public void Save(Stream destination)
    {
        var writer = new PcapWriter(destination);
        foreach (var frame in _frames)
        {
            writer.Write(frame.Time, frame.Octets.Span, frame.Length);
        }
    }

    /// <summary>Writes the capture to a file, in libpcap's format.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        Save(file);
    }

    internal void Add(DateTimeOffset time, ReadOnlySpan<byte> frame)
    {
        if (_octets + frame.Length > MaxOctets)
        {
            Missed++;
            return;
        }

        _octets += frame.Length;
        _frames.Add(new(time, frame.ToArray(), frame.Length));
    }
}
