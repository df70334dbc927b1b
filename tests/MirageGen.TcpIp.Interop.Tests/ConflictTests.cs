namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>An address that a kernel has already.</summary>
public sealed class ConflictTests(Published published)
{
    private const string Interface = "tap0";
    private const string Station = "02:00:00:00:00:77";

    [Fact]
    public void An_appliance_that_is_given_the_kernels_address_ends_and_names_its_station()
    {
        using var space = new NetworkNamespace();
        space.AddTap(Interface);
        space.Ip($"link set {Interface} address {Station}");
        space.AddAddress(Interface, $"{Appliance.HostV4}/24");

        var outcome = space.Run(published.EchoServer, "--interface", Interface, "--ipv4", $"{Appliance.HostV4}/24", "--ipv6", "none");

        Assert.Equal(1, outcome.ExitCode);
        var line = $"cannot use {Appliance.HostV4} on the interface 'default': the station {Station} has it; give one of the two another address";
        Assert.EndsWith(line, Assert.Single(outcome.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_asks_whether_the_address_is_in_use_is_told_so()
    {
        using var echo = Appliance.Start(published.EchoServer);

        var answer = echo.Space.Run("busybox", "arping", "-D", "-I", Interface, "-c", "1", "-w", "10", Appliance.V4);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains($"reply from {Appliance.V4}", answer.Output, StringComparison.Ordinal);
    }
}
