namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Nonsense made with scapy: none of it crashes the appliance or stops it from serving.</summary>
public sealed class HostileTests(Published published)
{
    [Theory]
    [InlineData("teardrop", Appliance.V4)]
    [InlineData("overlapping", Appliance.V4)]
    [InlineData("ping_of_death", Appliance.V4)]
    [InlineData("fragment_flood", Appliance.V4)]
    [InlineData("land", Appliance.V4)]
    [InlineData("bad_ip_options", Appliance.V4)]
    [InlineData("bad_ip_headers", Appliance.V4)]
    [InlineData("bad_tcp_options", Appliance.V4)]
    [InlineData("bad_tcp_options", Appliance.V6)]
    [InlineData("bad_tcp_headers", Appliance.V4)]
    [InlineData("bad_tcp_headers", Appliance.V6)]
    [InlineData("flags", Appliance.V4)]
    [InlineData("flags", Appliance.V6)]
    [InlineData("icmp", Appliance.V4)]
    [InlineData("arp", Appliance.V4)]
    [InlineData("udp", Appliance.V4)]
    [InlineData("udp", Appliance.V6)]
    [InlineData("ipv6", Appliance.V6)]
    [InlineData("noise", Appliance.V4)]
    public void It_is_survived_and_service_goes_on(string nonsense, string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.EndsWith("done", Scapy(echo, nonsense, address), StringComparison.Ordinal);

        Assert.Equal("same", TransferTests.EchoOf(echo.Space, address, 100_000, connections: 2));

        // ping waits for the last answer twice the longest round trip, or an interval: in a flood that is next to nothing.
        var pings = echo.Space.Run("ping", "-i", "0.01", "-q", "-c", "100", address).Succeeded();
        Assert.True(pings.Contains("100 received", StringComparison.Ordinal), pings);
    }

    [Fact]
    public void A_flood_of_syns_leaves_a_real_client_served()
    {
        using var echo = Appliance.Start(published.EchoServer);
        using var flood = echo.Space.Start("/usr/bin/python3", Script, "syn_flood", Appliance.V4);
        flood.WaitForOutput("flooding");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("same", TransferTests.EchoOf(echo.Space, Appliance.V4, 10_000, connections: 1));
        }

        Assert.Equal(0, flood.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Contains("100000 sent", flood.Console, StringComparison.Ordinal);
        Assert.Equal("same", TransferTests.EchoOf(echo.Space, Appliance.V4, 10_000, connections: 1));
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Scripts", "nonsense.py");

    /// <summary>What the script says to a kind of nonsense.</summary>
    internal static string Scapy(Appliance echo, string what, string address) =>
        echo.Space.Run("/usr/bin/python3", Script, what, address).Succeeded().Trim();
}
