using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MirageGen.Interop.Tests;

/// <summary>The binary as a person starts and stops it.</summary>
public sealed class BootTests(PublishedSite published)
{
    [Theory]
    [InlineData("--port", "http")]
    [InlineData("--port", "99999999999")]
    [InlineData("--nonsense")]
    [InlineData("stray")]
    [InlineData("--port")]
    public void A_bad_argument_is_one_clear_line_and_exit_code_2(params string[] arguments)
    {
        var outcome = Shell.Run(published.Binary, arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Errors.Trim().Split('\n'));
        Assert.StartsWith("StaticWebsite: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_taken_port_is_one_clear_line_and_exit_code_1()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var port = ((IPEndPoint)squatter.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var outcome = Shell.Run(published.Binary, "--port", port);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Single(outcome.Errors.Trim().Split('\n'));
        Assert.Contains(port, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_argument_and_exits_with_0()
    {
        var help = Shell.Run(published.Binary, "--help").Succeeded();

        Assert.Contains("--port", help, StringComparison.Ordinal);
        Assert.Contains("8080", help, StringComparison.Ordinal);
        Assert.Contains("--help", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_ends_it_in_order_even_with_connections_open(string signal)
    {
        using var site = published.Start();
        using var idle = new TcpClient("127.0.0.1", site.Port);

        Assert.Equal(0, site.Stop(signal));
    }

    [Fact]
    public void It_may_have_as_many_descriptors_as_the_host_allows()
    {
        using var site = published.Start("-Sn 256");

        var (soft, hard) = site.DescriptorLimits;
        Assert.NotEqual("256", hard);
        Assert.Equal(hard, soft);
    }
}
