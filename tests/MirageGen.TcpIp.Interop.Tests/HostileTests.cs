namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Nonsense made with scapy: none of it crashes the appliance, stops it from serving, or ends a connection of others.</summary>
public sealed class HostileTests(Published published)
{
    [Theory]
    [InlineData("teardrop")]
    [InlineData("overlapping")]
    [InlineData("ping_of_death")]
    [InlineData("fragment_flood")]
    [InlineData("land")]
    [InlineData("bad_ip_options")]
    [InlineData("bad_ip_headers")]
    [InlineData("bad_tcp_options")]
    [InlineData("bad_tcp_headers")]
    [InlineData("flags")]
    [InlineData("icmp")]
    [InlineData("arp")]
    [InlineData("udp")]
    [InlineData("ipv6")]
    [InlineData("noise")]
    public void It_is_survived_and_service_goes_on(string nonsense)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.EndsWith("done", Scapy(echo, nonsense), StringComparison.Ordinal);

        Assert.Equal("same", TransferTests.EchoOf(echo.Space, Appliance.V4, 100_000, connections: 2));
        Assert.Contains("100 received", echo.Space.Run("ping", "-f", "-q", "-c", "100", Appliance.V4).Succeeded(), StringComparison.Ordinal);
    }

    /// <summary>RFC 5961: resets and SYNs that guess wrong do nothing but draw a challenge; the exact number resets.</summary>
    [Theory]
    [InlineData("rst_outside", "alive")]
    [InlineData("rst_in_window", "alive challenged")]
    [InlineData("rst_exact", "reset")]
    [InlineData("syn_injected", "alive challenged")]
    [InlineData("data_with_old_ack", "alive")]
    public void A_connection_is_ended_by_its_own_numbers_only(string injection, string outcome)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Equal(outcome, Scapy(echo, injection));
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

    private static string Scapy(Appliance echo, string what) =>
        echo.Space.Run("/usr/bin/python3", Script, what, Appliance.V4).Succeeded().Trim();
}
