using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Peers;

/// <summary>A network namespace for a measurement, gone with everything in it when disposed. Needs root.</summary>
internal sealed class PeerNamespace : IDisposable
{
    private static int _last;

    /// <summary>Makes it.</summary>
    public PeerNamespace()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"peers-{Environment.ProcessId}-{++_last}");
        Command.Run("ip", "netns", "add", Name);
        Ip("link set lo up");
    }

    public string Name { get; }

    /// <summary>Runs commands of ip(8), separated by semicolons.</summary>
    public void Ip(string commands)
    {
        foreach (var command in commands.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Command.Run("ip", ["-n", Name, .. command.Split(' ')]);
        }
    }

    /// <summary>Runs a program in it to its end and returns what it printed.</summary>
    public string Exec(params string[] command) => Command.Run("ip", ["netns", "exec", Name, .. command]);

    /// <summary>Starts a program in it, on a core.</summary>
    public Process Start(int core, params string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(
            "ip", ["netns", "exec", Name, "taskset", "-c", core.ToString(CultureInfo.InvariantCulture), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a program until it succeeds.</summary>
    public void ExecUntilItSucceeds(params string[] command)
    {
        for (var left = 50; ; left--)
        {
            try
            {
                Exec(command);
                return;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                Thread.Sleep(100);
            }
        }
    }

    public void Dispose()
    {
        foreach (var process in Command.Run("ip", "netns", "pids", Name).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var kill = Process.Start("kill", ["-KILL", process])!;
            kill.WaitForExit();
        }

        Command.Run("ip", "netns", "delete", Name);
    }
}
