using System.Globalization;

namespace MirageGen.Interop;

/// <summary>
/// A network namespace of a test's own, gone with everything in it when disposed. What runs in it can reach nobody outside.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Prefix = "mirage";

    /// <summary>Nothing in a namespace lives longer, even if the tests are killed and cannot end it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static int _last;

    public NetworkNamespace()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}");
        Shell.Run("ip", "netns", "add", Name).Succeeded();
        Ip("link set lo up");
    }

    public string Name { get; }

    /// <summary>Removes what earlier runs of the tests left that were killed.</summary>
    public static void Sweep()
    {
        foreach (var line in Shell.Run("ip", "netns", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = line.Split(' ')[0];
            if (name.Split('-') is [Prefix, var process, _] && !Directory.Exists($"/proc/{process}"))
            {
                // Another run may be about it as well.
                _ = Remove(name);
            }
        }
    }

    /// <summary>Makes a TAP interface, up and without an address.</summary>
    public void AddTap(string name)
    {
        Ip($"tuntap add {name} mode tap");

        // By itself the kernel keeps 1,000 frames for a program that is not scheduled just then, and drops the rest.
        Ip($"link set {name} txqueuelen 5000");
        Ip($"link set {name} up");
    }

    /// <summary>Gives the kernel's side of an interface an address.</summary>
    public void AddAddress(string name, string address) =>
        Ip($"address add {address} dev {name}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : string.Empty)}");

    /// <summary>Runs a command of ip(8).</summary>
    public void Ip(string arguments) => Shell.Run("ip", ["-n", Name, .. arguments.Split(' ')]).Succeeded();

    /// <summary>Runs a program in the namespace to its end.</summary>
    public Outcome Run(string program, params string[] arguments) => Shell.Run("timeout", Words(program, arguments));

    /// <summary>Runs a line of the shell in the namespace to its end.</summary>
    public Outcome RunLine(string line) => Run("bash", "-c", line);

    /// <summary>Starts a program in the namespace.</summary>
    public RunningProgram Start(string program, params string[] arguments) => RunningProgram.Start("timeout", Words(program, arguments));

    public void Dispose() => Remove(Name).Succeeded();

    private string[] Words(string program, string[] arguments) =>
        ["--foreground", "--kill-after=5", $"{Lifetime.TotalSeconds}", "ip", "netns", "exec", Name, program, .. arguments];

    private static Outcome Remove(string name)
    {
        foreach (var process in Shell.Run("ip", "netns", "pids", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Shell.Run("kill", "-KILL", process);
        }

        return Shell.Run("ip", "netns", "delete", name);
    }
}
