namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>The appliance as ping(8) sees it.</summary>
public sealed class PingTests(Published published)
{
    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void A_flood_of_10000_is_answered_without_a_loss(string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Contains(
            "10000 packets transmitted, 10000 received, 0% packet loss",
            echo.Space.Run("ping", "-f", "-q", "-c", "10000", address).Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void An_echo_of_no_octets_is_answered(string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        // There is no room for a time in it, so that ping cannot go by the answers' pace: it would take a second for each.
        Assert.Contains(
            "100 received",
            echo.Space.Run("ping", "-i", "0.01", "-q", "-c", "100", "-W", "10", "-s", "0", address).Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Appliance.V4, 1472)]
    [InlineData(Appliance.V4, 1473)]
    [InlineData(Appliance.V4, 8000)]
    [InlineData(Appliance.V4, 65507)]
    [InlineData(Appliance.V6, 1453)]
    [InlineData(Appliance.V6, 65507)]
    public void Every_size_is_answered_fragments_included(string address, int octets)
    {
        using var echo = Appliance.Start(published.EchoServer);

        // One after the other: more than the kernel's queue of frames holds would be its loss, not ours.
        Assert.Contains(
            "100 received",
            echo.Space.Run("ping", "-A", "-q", "-c", "100", "-W", "10", "-s", $"{octets}", address).Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_offloads_the_answers_are_the_same()
    {
        using var echo = Appliance.Start(published.EchoServer, "--no-offload");

        Assert.Contains("1000 received", echo.Space.Run("ping", "-f", "-q", "-c", "1000", Appliance.V4).Succeeded(), StringComparison.Ordinal);
        Assert.Contains("1000 received", echo.Space.Run("ping", "-f", "-q", "-c", "1000", "-s", "4000", Appliance.V6).Succeeded(), StringComparison.Ordinal);
    }
}
