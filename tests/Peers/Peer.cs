using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace MirageGen.Peers;

/// <summary>One server under measurement: how to start it, pinned to a core, and what it costs.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Port">The port it serves on, on 127.0.0.1.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record Peer(string Name, int Port, params string[] Command)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Starts the server on a core and waits until it accepts.</summary>
    public Process Start(int core) => Start(core, Accepts, StartTimeout);

    /// <summary>Starts the server on a core and waits until it is ready.</summary>
    /// <param name="core">The core.</param>
    /// <param name="isReady">Asked again and again.</param>
    /// <param name="limit">How long at most.</param>
    public Process Start(int core, Func<bool> isReady, TimeSpan limit)
    {
        var start = new ProcessStartInfo("taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), .. Command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => { lock (output) { output.Add(line.Data ?? string.Empty); } };
        process.ErrorDataReceived += (_, line) => { lock (output) { output.Add(line.Data ?? string.Empty); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); !isReady(); Thread.Sleep(20))
        {
            if (process.HasExited || waited.Elapsed > limit)
            {
                throw new InvalidOperationException($"{Name} does not serve on port {Port}:\n{string.Join('\n', output)}");
            }
        }

        return process;
    }

    /// <summary>Processor time that the server and all processes below it have used.</summary>
    public static TimeSpan ProcessorTime(int processId)
    {
        const long TicksPerSecond = 100;
        return TimeSpan.FromSeconds((double)Family(processId).Sum(Ticks) / TicksPerSecond);
    }

    /// <summary>A process and all below it.</summary>
    public static IEnumerable<int> Family(int processId) =>
        Directory.GetDirectories($"/proc/{processId}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture)))
            .Prepend(processId);

    /// <summary>Resident memory of a process in KiB (VmRSS of proc(5)).</summary>
    public static long ResidentKibibytes(int processId) => Kibibytes($"/proc/{processId}/status", "VmRSS:");

    /// <summary>Memory of a process and all below it in KiB, what they share counted once (PSS of proc(5)).</summary>
    public static long FamilyKibibytes(int processId) => Family(processId).Sum(id => Kibibytes($"/proc/{id}/smaps_rollup", "Pss:"));

    /// <summary>Ends the server in order, and by force when it does not.</summary>
    public static void Stop(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
        if (!process.WaitForExit(TimeSpan.FromSeconds(15)))
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>utime and stime of proc(5), the 14th and 15th fields; the second may hold spaces and is skipped by its parenthesis.</summary>
    private static long Ticks(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long Kibibytes(string file, string name) => long.Parse(
        File.ReadLines(file).Single(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
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
}
