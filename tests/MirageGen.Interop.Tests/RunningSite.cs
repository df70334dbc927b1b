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
    public long ResidentKibibytes => Status("VmRSS:");

    /// <summary>How often the site's loop has given the processor away to wait for something.</summary>
    public long Waits => Status("voluntary_ctxt_switches:");

    /// <summary>How many descriptors the site may have, and how many it might ask for (proc(5), limits).</summary>
    public (string Soft, string Hard) DescriptorLimits
    {
        get
        {
            var words = File.ReadLines($"/proc/{_process.Id}/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (words[3], words[4]);
        }
    }

    /// <summary>Processor time that the site has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a site and waits until it accepts.</summary>
    /// <param name="binary">The site.</param>
    /// <param name="port">Where it serves.</param>
    /// <param name="limits">What it is started under: arguments of the shell's <c>ulimit</c>; null for nothing.</param>
    public static RunningSite Start(string binary, int port, string? limits = null)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        var site = new RunningSite(
            Process.Start(new ProcessStartInfo(
                "sh", ["-c", $"{(limits is null ? string.Empty : $"ulimit {limits}; ")}exec \"$0\" --port \"$1\"", binary, number])
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

    private long Status(string name) =>
        long.Parse(
            File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);

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
