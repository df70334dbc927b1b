namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>The appliance as nmap sees it: what is open is open, what is closed says so, and nothing crashes.</summary>
public sealed class NmapTests(Published published)
{
    [Theory]
    [InlineData("-4", Appliance.V4)]
    [InlineData("-6", Appliance.V6)]
    public void A_syn_scan_finds_the_one_open_port(string version, string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        var report = echo.Space.Run("nmap", version, "-n", "-Pn", "-sS", "--reason", "-p", "6000-8000", address).Succeeded();

        Assert.Matches(@"7007/tcp\s+open\s+\S+\s+syn-ack", report);
        Assert.Contains("Not shown: 2000 closed tcp ports (reset)", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-4", Appliance.V4, "-sN")]
    [InlineData("-4", Appliance.V4, "-sF")]
    [InlineData("-4", Appliance.V4, "-sX")]
    [InlineData("-6", Appliance.V6, "-sX")]
    public void Segments_without_sense_are_answered_as_the_standard_says(string version, string address, string scan)
    {
        using var echo = Appliance.Start(published.EchoServer);

        var report = echo.Space.Run("nmap", version, "-n", "-Pn", scan, "--reason", "-p", "7000-7100", address).Succeeded();

        // RFC 9293 section 3.10.7: a closed port resets, a listening one drops what has neither SYN, ACK nor RST.
        Assert.Matches(@"7007/tcp\s+open\|filtered\s+\S+\s+no-response", report);
        Assert.Contains("100 closed tcp ports (reset)", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-4", Appliance.V4)]
    [InlineData("-6", Appliance.V6)]
    public void An_udp_scan_hears_of_closed_ports(string version, string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        var report = echo.Space.Run("nmap", version, "-n", "-Pn", "-sU", "--reason", "-p", "7000-7050", address).Succeeded();

        Assert.Contains("50 closed udp ports (port-unreach)", report, StringComparison.Ordinal);
        Assert.Matches(@"7007/udp\s+open", report);
    }

    [Fact]
    public void Guessing_the_system_does_it_no_harm_and_finds_numbers_that_cannot_be_predicted()
    {
        using var echo = Appliance.Start(published.EchoServer);

        var report = echo.Space.Run("nmap", "-n", "-Pn", "-sS", "-sU", "-O", "-v", "--osscan-guess", "-p", "T:7000-7010,U:7000-7010", Appliance.V4).Succeeded();

        Assert.Matches(@"7007/tcp\s+open", report);
        Assert.Matches(@"7007/udp\s+open", report);
        Assert.Matches(@"TCP Sequence Prediction: Difficulty=2\d\d \(Good luck!\)", report);
        Assert.Equal("same", TransferTests.EchoOf(echo.Space, Appliance.V4, 10_000, connections: 2));
    }
}
