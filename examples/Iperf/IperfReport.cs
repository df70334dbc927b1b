using System.Globalization;

/// <summary>Results as people read them.</summary>
public static class IperfReport
{
    private const double Mega = 1_000_000;
    private const int BitsPerOctet = 8;

    /// <summary>One line: octets, seconds and the rate, over all connections.</summary>
    public static string Line(string verb, IperfResults results)
    {
        var octets = results.Streams.Sum(stream => stream.Bytes);
        var seconds = results.Streams.Max(stream => stream.EndTime);
        var rate = seconds > 0 ? octets * BitsPerOctet / seconds / Mega : 0;
        return string.Create(
            CultureInfo.InvariantCulture, $"{verb} {octets:F0} octets in {seconds:F2} s over {results.Streams.Count} connections: {rate:F1} Mbit/s");
    }
}
