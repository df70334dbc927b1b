namespace MirageGen.TcpIp.Wire;

/// <summary>What the options of a segment say. The default says nothing.</summary>
internal struct TcpOptions
{
    private byte _windowScalePlusOne;

    /// <summary>The largest segment the sender takes, in octets of payload (RFC 9293 section 3.7.1); zero for no such option.</summary>
    public ushort MaxSegment { get; set; }

    /// <summary>By how many bits windows are shifted (RFC 7323 section 2); null for no such option.</summary>
    public byte? WindowScale
    {
        readonly get => _windowScalePlusOne == 0 ? null : (byte)(_windowScalePlusOne - 1);
        set => _windowScalePlusOne = value is { } scale ? (byte)(scale + 1) : (byte)0;
    }

    /// <summary>Whether the sender understands SACK (RFC 2018 section 2).</summary>
    public bool IsSackPermitted { get; set; }

    /// <summary>Whether there is a timestamps option (RFC 7323 section 3).</summary>
    public bool HasTimestamps { get; set; }

    /// <summary>TSval: the sender's clock.</summary>
    public uint TimestampValue { get; set; }

    /// <summary>TSecr: the receiver's clock, as it was in the segment that is acknowledged.</summary>
    public uint TimestampEcho { get; set; }

    /// <summary>How many of <see cref="Sacks"/> there are.</summary>
    public byte SackCount { get; set; }

    /// <summary>The SACK blocks, the most recent first; those from <see cref="SackCount"/> on mean nothing.</summary>
    public SackBlocks Sacks;
}
