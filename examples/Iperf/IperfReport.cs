using System.Globalization;

/// <summary>Results as people read them.</summary>
public static class IperfReport
{
    /// <summary>What a line about arrivals begins with.</summary>
    public const string Received = "received";

    /// <summary>What a line about departures begins with.</summary>
    public const string Sent = "sent";

    private const double Percent = 100;
    private const double Milli = 1000;
    private const double Mega = 1_000_000;
    private const int BitsPerOctet = 8;

    /// <summary>One line: octets, seconds and the rate, over all streams; of datagrams that arrived, the loss and the jitter too.</summary>
    public static string Line(string verb, IperfParameters parameters, IReadOnlyList<IperfStreamResults> streams)
    {
        var octets = streams.Sum(stream => stream.Bytes);
        var seconds = streams.Max(stream => stream.EndTime);
        var rate = seconds > 0 ? octets * BitsPerOctet / seconds / Mega : 0;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{verb} {octets:F0} octets in {seconds:F2} s over {streams.Count} {(parameters.Udp ? "streams" : "connections")}: {rate:F1} Mbit/s");
        return parameters.Udp && verb.EndsWith(Received, StringComparison.Ordinal) ? line + Loss(streams) : line;
    }

    private static string Loss(IReadOnlyList<IperfStreamResults> streams)
    {
        var lost = streams.Sum(stream => stream.Errors - stream.OmittedErrors);
        var packets = streams.Sum(stream => stream.Packets - stream.OmittedPackets);
        var percent = packets > 0 ? lost * Percent / packets : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $", {lost:F0} of {packets:F0} datagrams lost ({percent:F2} %), jitter {streams.Average(stream => stream.Jitter) * Milli:F3} ms");
    }
}
