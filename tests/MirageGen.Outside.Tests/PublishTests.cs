using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MirageGen.Outside.Tests;

/// <summary><c>dotnet publish</c>: one native program.</summary>
public sealed class PublishTests(Outside outside, PublishedTemplate published) : IClassFixture<PublishedTemplate>
{
    [Fact]
    public async Task It_is_one_file_that_carries_its_pages_as_read_only_data()
    {
        Assert.Equal([published.Program], published.Files);
        Assert.InRange(new FileInfo(published.Program).Length, 500_000, 8_000_000);
        var native = new NativeProgram(await File.ReadAllBytesAsync(published.Program, TestContext.Current.CancellationToken));
        Assert.True(native.IsReadOnly("<h1>It works</h1>"u8));
    }

    [Fact]
    public async Task It_serves_its_pages_in_compressed_forms_too()
    {
        await using var server = outside.Start(".", published.Program, "--port", "0");
        var port = await server.PortAsync();

        Assert.Contains("line 4999", await outside.GetAsync(port, "/large.txt", "--compressed"), StringComparison.Ordinal);
        Assert.Contains(
            "Content-Encoding: gzip",
            await outside.GetAsync(port, "/large.txt", "--head", "--header", "Accept-Encoding: gzip"),
            StringComparison.OrdinalIgnoreCase);
        (await server.StopAsync()).Succeeded();
    }

    [Fact]
    public async Task It_needs_nothing_of_dotnet()
    {
        await using var alone = Running.Start(outside["."], new Dictionary<string, string>(), published.Program, "--help");

        (await alone.EndAsync()).Succeeded().Printed("--port <number>");
    }

    [Theory]
    [InlineData("Published: --port: 'http' is not a number", "--port", "http")]
    [InlineData("Published: --port: needs a value, a number", "--port")]
    [InlineData("Published: --verbose: no such argument (try --help)", "--verbose")]
    [InlineData("Published: 'stray' is not an argument; arguments begin with -- (try --help)", "stray")]
    public async Task A_bad_argument_is_one_line_and_exit_code_2(string line, params string[] arguments) =>
        (await outside.RunAsync(".", published.Program, arguments)).Ended(2).PrintedOnly(line);

    [Fact]
    public async Task A_port_that_is_none_is_one_line_and_exit_code_1() =>
        (await outside.RunAsync(".", published.Program, "--port", "65536")).Ended(1)
            .PrintedOnly("Published: cannot listen on port 65536: ports are 0 to 65535");

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_and_exit_code_1()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        (await outside.RunAsync(".", published.Program, "--port", port)).Ended(1)
            .PrintedOnly($"Published: cannot listen on 127.0.0.1:{port}: address already in use");
    }
}
