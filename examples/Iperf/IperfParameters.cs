using System.Text.Json.Serialization;

/// <summary>What the client asks for, as JSON; what is not named here is of no matter to a server of TCP.</summary>
public sealed record IperfParameters
{
    public bool Tcp { get; set; }

    // To iperf3 these two are set when they are there, whatever they say.
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

    /// <summary>Octets of a block.</summary>
    public int Len { get; set; } = IperfStream.BlockOctets;

    public string ClientVersion { get; set; } = "3.12";
}
