using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MirageGen.Interop.Tests;

/// <summary>A site that serves; ended in order when disposed.</summary>
internal sealed class RunningSite : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _console = new();

    private RunningSite(Process process, int port)
    {
        _process = process;
        Port = port;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What the site has printed so far.</summary>
    public string Console => string.Join('\n', _console);

    /// <summary>Resident memory in KiB (VmRSS of proc(5)).</summary>
    public long ResidentKibibytes =>
        long.Parse(
            File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);

    public static RunningSite Start(string binary, int port)
    {
        var site = new RunningSite(
            Process.Start(new ProcessStartInfo(binary, ["--port", port.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!,
            port);
        for (var waited = Stopwatch.StartNew(); !site.Accepts(); Thread.Sleep(20))
        {
            Assert.False(site._process.HasExited || waited.Elapsed > StartLimit, $"the site does not accept: {site.Console}");
        }

        return site;
    }

    /// <summary>Sends octets on a connection of their own, then nothing more, and returns all that comes back until it is closed.</summary>
    public string Exchange(string request)
    {
        using var client = new TcpClient("127.0.0.1", Port);
        client.ReceiveTimeout = 60_000;
        using var stream = client.GetStream();
        stream.Write(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>Asks the process to end and returns its exit code.</summary>
    public int Stop(string signal = "TERM")
    {
        if (!_process.HasExited)
        {
            Shell.Run("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));
        }

        Assert.True(_process.WaitForExit(StopLimit), "the site does not stop");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private bool Accepts()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _console.Enqueue(line);
        }
    }
}
