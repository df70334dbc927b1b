namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>What an appliance captures is read by tcpdump.</summary>
public sealed class CaptureTests(Published published)
{
    [Fact]
    public void Tcpdump_reads_the_exchange_that_took_place()
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var echo = Appliance.Start(published.EchoServer, "--capture", file))
            {
                Assert.Equal("same", TransferTests.EchoOf(echo.Space, Appliance.V4, 5000, connections: 1));
            }

            var lines = Shell.Run("tcpdump", "-n", "-r", file, "tcp port 7007").Succeeded().Split('\n');
            Assert.Contains(lines, line => line.Contains($"> {Appliance.V4}.7007: Flags [S]", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains($"IP {Appliance.V4}.7007 >", StringComparison.Ordinal) && line.Contains("Flags [S.]", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("Flags [F.]", StringComparison.Ordinal) || line.Contains("Flags [FP.]", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
