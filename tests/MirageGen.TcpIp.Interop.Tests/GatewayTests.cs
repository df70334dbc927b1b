namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Two kernels with the Gateway of the examples between them: the one outside has no way to the network inside.</summary>
public sealed class GatewayTests(Published published)
{
    private const string Outside = "192.0.2.9";

    [Fact]
    public void A_kernel_inside_reaches_one_outside_and_not_the_other_way_round()
    {
        using var inside = new NetworkNamespace();
        using var outside = new NetworkNamespace();
        inside.AddTap("in0");
        inside.AddTap("out0");
        using var gateway = inside.Start(
            published.Gateway,
            "--inside-interface", "in0", "--outside-interface", "out0", "--inside-address", "10.0.0.1/24", "--outside-address", "192.0.2.1/24");
        gateway.WaitForOutput("forwarding");
        // An interface that is open keeps its other end wherever it is moved.
        inside.Ip($"link set out0 netns {outside.Name}");
        inside.AddAddress("in0", "10.0.0.2/24");
        inside.Ip("route add default via 10.0.0.1");
        outside.Ip("link set out0 up");
        outside.AddAddress("out0", Outside + "/24");
        gateway.WaitUntil(() => inside.Run("ping", "-c", "1", "-W", "1", Outside).ExitCode == 0, "a ping through the gateway", TimeSpan.FromSeconds(20));

        Assert.Contains("1000 received", inside.Run("ping", "-f", "-q", "-c", "1000", Outside).Succeeded(), StringComparison.Ordinal);
        Assert.Contains("100 received", inside.Run("ping", "-f", "-q", "-c", "100", "-s", "20000", Outside).Succeeded(), StringComparison.Ordinal);
        Assert.Contains("Time to live exceeded", inside.Run("ping", "-c", "1", "-t", "1", "-W", "2", Outside).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, outside.Run("ping", "-c", "1", "-W", "1", "10.0.0.2").ExitCode);
        Assert.Contains("1 received", outside.Run("ping", "-c", "1", "-W", "5", "192.0.2.1").Succeeded(), StringComparison.Ordinal);

        Transfer(inside, outside, "-n", "100000000");
        Transfer(inside, outside, "-n", "100000000", "-R", "-P", "4");
        Transfer(inside, outside, "-u", "-b", "10M", "-n", "5000000");

        // That nobody has the port is told across the translation: by a reset, and by an error that the next datagram meets.
        Assert.Contains("refused", inside.RunLine($"(exec 3<>/dev/tcp/{Outside}/9) 2>&1").Output, StringComparison.Ordinal);
        Assert.Contains("refused", inside.RunLine($"(exec 3<>/dev/udp/{Outside}/9; for i in $(seq 100); do echo x >&3 || exit 1; sleep 0.1; done) 2>&1").Output, StringComparison.Ordinal);
        Assert.Equal(0, gateway.Stop());
    }

    private static void Transfer(NetworkNamespace inside, NetworkNamespace outside, params string[] how)
    {
        using var server = outside.Start("iperf3", "-s", "-1", "--forceflush");
        server.WaitForOutput("Server listening");
        inside.Run("iperf3", ["-c", Outside, .. how]).Succeeded();
    }
}
