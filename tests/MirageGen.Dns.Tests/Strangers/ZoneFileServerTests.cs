using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsServer example with zones in files of the host, asked by dig and dnsperf.</summary>
[Collection(nameof(PublishedServer))]
public sealed class ZoneFileServerTests(PublishedServer server) : IDisposable
{
    private const int Names = 20_000;
    private const string LastSerial = "5";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");
    private readonly string _port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_served_with_what_it_includes()
    {
        Write("more/hosts", "www A 192.0.2.7\n");
        using var running = Start(Write("example.net.zone", Zone("1", "$INCLUDE more/hosts")));

        Assert.Equal("192.0.2.7\n", Dig("www.example.net"));
        Assert.Equal("", Dig("www.example.org"));
        Assert.Equal(0, running.Stop());
    }

    [Fact]
    public void A_directory_and_what_the_image_has_are_served_together()
    {
        Write("zones/example.net", Zone("1"));
        Write("zones/other.db", $"$ORIGIN example.com.\n{Zone("1")}");
        using var running = Start(Path.Combine(_folder.FullName, "zones"), "--zone", "example.org");

        Assert.Equal("192.0.2.1\n", Dig("ns.example.net"));
        Assert.Equal("192.0.2.1\n", Dig("ns.example.com"));
        Assert.Equal("192.0.2.80\n", Dig("www.example.org"));
    }

    [Theory]
    [InlineData("nothing.zone", "there is no zone '*/nothing.zone' in this image, and no file or directory of that name")]
    [InlineData("empty", "there is no zone file in the directory '*/empty'")]
    [InlineData("link.zone", "'*/link.zone' is no regular file; name what a link leads to")]
    [InlineData("bad.zone", "a zone cannot be served: */bad.zone:4: error: '192.0.2' is no IPv4 address; write four numbers up to 255, such as 192.0.2.1 (column 6)")]
    [InlineData("escape.zone", "a zone cannot be served: */escape.zone:5: error: there is no file '../secret' (column 10)")]
    public void What_cannot_be_served_is_one_line_and_an_exit_code(string name, string line)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "zones", "empty"));
        Write("secret", "www A 192.0.2.1\n");
        Write("zones/bad.zone", "$TTL 60\n@ SOA ns h 1 1h 15m 14d 5m\n@ NS ns.test.\nns A 192.0.2\n");
        Write("zones/escape.zone", Zone("1", "$INCLUDE ../secret"));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "zones", "link.zone"), Path.Combine(_folder.FullName, "zones", "bad.zone"));
        using var running = Start(false, Path.Combine(_folder.FullName, "zones", name));

        Assert.Equal(1, running.WaitForExit(Limit));
        Assert.Equal($"NameServer: {line.Replace("*", Path.Combine(_folder.FullName, "zones"), StringComparison.Ordinal)}", running.Console);
    }

    [Fact]
    public void No_query_is_lost_while_files_are_replaced()
    {
        var file = Write("example.net.zone", Large("1"));
        var questions = Write("questions", string.Concat(Enumerable.Range(0, Names).Select(i => $"h{i}.example.net A\n")));
        using var running = Start(file, "--reload", "100ms");
        using var asking = RunningProgram.Start(
            "dnsperf", ["-s", "127.0.0.1", "-p", _port, "-d", questions, "-n", "1000000", "-c", "4", "-q", "100", "-t", "30", "-l", "600"]);
        for (var serial = 2; serial <= int.Parse(LastSerial, CultureInfo.InvariantCulture); serial++)
        {
            var text = serial.ToString(CultureInfo.InvariantCulture);
            Replace(file, Large(text));
            running.WaitForOutput($"is served with serial {text}");
            Replace(file, $"{Large(text)}bad A 192.0.2\n");
            running.WaitUntil(
                () => running.Console.Split("is served as it was").Length == serial, $"the error of serial {text}", Limit);
        }

        // It was asked all the time, and goes on being asked.
        Assert.False(asking.HasExited, asking.Console);
        Assert.Equal(LastSerial, Dig("example.net", "SOA").Split(' ')[2]);
        asking.Stop("INT");

        Assert.Matches(@"Queries lost: +0 \(", asking.Console);
        Assert.Matches(@"Response codes: +NOERROR \d+ \(100.00%\)", asking.Console);
    }

    [Fact]
    public void No_query_is_lost_while_files_come_and_go()
    {
        Write("zones/example.net.zone", Large("1"));
        var questions = Write("questions", string.Concat(Enumerable.Range(0, Names).Select(i => $"h{i}.example.net A\n")));
        using var running = Start(Path.Combine(_folder.FullName, "zones"), "--reload", "100ms");
        using var asking = RunningProgram.Start(
            "dnsperf", ["-s", "127.0.0.1", "-p", _port, "-d", questions, "-n", "1000000", "-c", "4", "-q", "100", "-t", "30", "-l", "600"]);
        Write("zones/bad.org", $"{Zone("1")}bad A 192.0.2\n");
        Replace(Path.Combine(_folder.FullName, "zones", "example.org"), Zone("7"));
        running.WaitForOutput("Zone example.org. was found in");
        running.WaitForOutput("A zone cannot be served: ");
        Assert.Equal("192.0.2.1\n", Dig("ns.example.org"));
        File.Delete(Path.Combine(_folder.FullName, "zones", "example.org"));
        running.WaitForOutput("Zone example.org. is served no more");
        Assert.Contains("status: REFUSED", Shell.Run("dig", ["@127.0.0.1", "-p", _port, "ns.example.org"]).Succeeded(), StringComparison.Ordinal);

        Assert.False(asking.HasExited, asking.Console);
        asking.Stop("INT");
        Assert.Matches(@"Queries lost: +0 \(", asking.Console);
        Assert.Matches(@"Response codes: +NOERROR \d+ \(100.00%\)", asking.Console);
    }

    private RunningProgram Start(params string[] zone) => Start(true, zone);

    private RunningProgram Start(bool isServing, params string[] zone)
    {
        var running = server.Start(["--port", _port, "--zone", .. zone]);
        if (isServing)
        {
            running.WaitForOutput("Serving DNS");
        }

        return running;
    }

    private static string Zone(string serial, string rest = "") =>
        $"$TTL 60\n@ SOA ns h {serial} 1h 15m 14d 5m\n@ NS ns\nns A 192.0.2.1\n{rest}\n";

    private static string Large(string serial) => Zone(serial, $"$GENERATE 0-{Names - 1} h$ A 192.0.2.{serial}");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>As editors do, beside it first; what is served is never half a file either way.</summary>
    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new~", text);
        File.Move(file + ".new~", file, overwrite: true);
    }

    private string Dig(params string[] question) => Shell.Run("dig", ["@127.0.0.1", "-p", _port, "+short", .. question]).Succeeded();
}
