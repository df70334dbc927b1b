namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Over a wire that loses, reorders, duplicates and delays, every octet arrives.</summary>
public sealed class RelayTests(Published published)
{
    [Theory]
    [InlineData(1, 0, 0, 0, 20_000_000)]
    [InlineData(10, 1, 0, 0, 10_000_000)]
    [InlineData(10, 10, 10, 10, 3_000_000)]
    [InlineData(20, 50, 20, 20, 500_000)]
    [InlineData(50, 100, 50, 50, 100_000)]
    [InlineData(100, 10, 0, 0, 1_000_000)]
    public void An_echo_is_what_was_sent(int delay, int loss, int reordering, int duplication, int octets)
    {
        using var line = RelayedLine.Start(
            published.Relay, $"--delay {delay} --jitter {delay / 10} --loss {loss} --reordering {reordering} --duplication {duplication}");
        line.Far.AddTap("tap0");
        line.Bridge("tap0");
        using var echo = line.Far.Start(published.EchoServer, "--ipv4", $"{Appliance.V4}/24", "--ipv6", "none");
        echo.WaitUntil(() => Appliance.Pings(line.Near, Appliance.V4), "a ping through the relay", TimeSpan.FromMinutes(2));

        Assert.Equal("same", TransferTests.EchoOf(line.Near, Appliance.V4, octets, connections: 2));

        Assert.Equal(0, echo.Stop());
        Assert.Contains("passed", line.Stop(), StringComparison.Ordinal);
    }
}
