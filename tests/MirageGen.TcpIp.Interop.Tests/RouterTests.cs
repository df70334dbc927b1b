namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Two kernels that reach each other through the Router of the examples only.</summary>
public sealed class RouterTests(Published published)
{
    [Fact]
    public void Two_networks_reach_each_other_and_a_traceroute_sees_the_hop()
    {
        using var left = new NetworkNamespace();
        using var right = new NetworkNamespace();
        left.AddTap("left0");
        left.AddTap("right0");
        using var router = left.Start(
            published.Router,
            "--left-interface", "left0", "--right-interface", "right0",
            "--left-address", "10.1.0.254/24", "--left-address", "fd01::fe/64",
            "--right-address", "10.2.0.254/24", "--right-address", "fd02::fe/64");
        router.WaitForOutput("forwarding");

        // An interface that is open keeps its other end wherever it is moved.
        left.Ip($"link set right0 netns {right.Name}");
        Settle(left, "left0", "10.1.0", "fd01");
        right.Ip("link set right0 up");
        Settle(right, "right0", "10.2.0", "fd02");
        router.WaitUntil(() => Appliance.Pings(left, "fd02::1"), "a ping through the router", TimeSpan.FromMinutes(2));

        Assert.Contains("1000 received", left.Run("ping", "-f", "-q", "-c", "1000", "10.2.0.1").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("1000 received", left.Run("ping", "-f", "-q", "-c", "1000", "-s", "4000", "fd02::1").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("Time to live exceeded", left.Run("ping", "-c", "1", "-t", "1", "-W", "2", "10.2.0.1").Output, StringComparison.Ordinal);
        using var server = right.Start("iperf3", "-s", "-1", "--forceflush");
        server.WaitForOutput("Server listening");
        left.Run("iperf3", "-c", "10.2.0.1", "-n", "100000000").Succeeded();
    }

    private static void Settle(NetworkNamespace space, string name, string v4, string v6)
    {
        space.AddAddress(name, $"{v4}.1/24");
        space.AddAddress(name, $"{v6}::1/64");
        space.Ip($"route add default via {v4}.254");
        space.Ip($"-6 route add default via {v6}::fe");
    }
}
