using System.Text.Json.Serialization;

/// <summary>What the client asks for, as JSON; what is not named here is of no matter to this server.</summary>
public sealed record IperfParameters
{
    // To iperf3 these are set when they are there, whatever they say.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Tcp { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Udp { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Sctp { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Reverse { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Bidirectional { get; set; }

    /// <summary>Seconds to measure for; zero when an amount ends the test.</summary>
    public int Time { get; set; }

    /// <summary>Seconds at the start that do not count.</summary>
    public int Omit { get; set; }

    /// <summary>Octets to transfer; zero when time ends the test.</summary>
    public long Num { get; set; }

    public int Parallel { get; set; } = 1;

    /// <summary>Octets of a block, or of a datagram.</summary>
    public int Len { get; set; }

    /// <summary>Bits a second of each stream; zero for as many as there can be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bandwidth { get; set; }

    /// <summary>Whether the numbers of datagrams have 64 bits: not zero for yes.</summary>
    [JsonPropertyName("udp_counters_64bit")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int UdpCounters64Bit { get; set; }

    public string ClientVersion { get; set; } = "3.12";
}
