using System.Security.Cryptography;

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Octets that go there and come back are the same.</summary>
public sealed class TransferTests(Published published) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-transfer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Appliance.V4, 1)]
    [InlineData(Appliance.V4, 65_536)]
    [InlineData(Appliance.V4, 10_000_000)]
    [InlineData(Appliance.V4, 1_000_000_000)]
    [InlineData(Appliance.V6, 1)]
    [InlineData(Appliance.V6, 65_536)]
    [InlineData(Appliance.V6, 10_000_000)]
    [InlineData(Appliance.V6, 100_000_000)]
    public void An_echo_is_what_was_sent(string address, int octets)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Equal("same", EchoOf(echo.Space, address, octets, connections: 1));
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void Many_echoes_at_once_do_not_mix(string address)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Equal("same", EchoOf(echo.Space, address, 500_000, connections: 50));
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void Without_offloads_an_echo_is_the_same(string address)
    {
        using var echo = Appliance.Start(published.EchoServer, "--no-offload");

        Assert.Equal("same", EchoOf(echo.Space, address, 10_000_000, connections: 2));
    }

    [Theory]
    [InlineData(Appliance.V4, 1000)]
    [InlineData(Appliance.V4, 10_000_000)]
    [InlineData($"[{Appliance.V6}]", 10_000_000)]
    public void Curl_gets_what_it_put(string host, int octets)
    {
        var file = Path.Combine(_folder.FullName, "body");
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(octets));
        using var store = Appliance.Start(published.KeyValue, "--directory", _folder.CreateSubdirectory("store").FullName);
        var url = $"http://{host}:8081/some/body";

        store.Space.Run("curl", "-sS", "--fail", "--max-time", "120", "-T", file, url).Succeeded();
        store.Space.Run("curl", "-sS", "--fail", "--max-time", "120", "-o", file + ".back", url).Succeeded();

        Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(file + ".back")), "other octets came back");
    }

    [Fact]
    public void A_datagram_of_each_size_comes_back()
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Equal("same", Script(echo.Space, "datagrams.py", Appliance.V4, "7007"));
        Assert.Equal("same", Script(echo.Space, "datagrams.py", Appliance.V6, "7007"));
    }

    internal static string EchoOf(NetworkNamespace space, string address, int octets, int connections) =>
        Script(space, "echo.py", address, "7007", $"{octets}", $"{connections}");

    private static string Script(NetworkNamespace space, string script, params string[] arguments) =>
        space.Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Scripts", script), .. arguments]).Succeeded().Trim();
}
