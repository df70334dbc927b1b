namespace MirageGen.TcpIp.Tests.Tcp.Device;

internal static class CountsReading
{
    /// <summary>What has been counted up to now.</summary>
    public static Counts ReadCounters(this TcpTransport tcp) => new(tcp.Counters);
}
