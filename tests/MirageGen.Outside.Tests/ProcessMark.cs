using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Outside.Tests;

/// <summary>
/// A variable in the environment of a process, by which it and all that it starts are found again, whoever their parents
/// are by then (proc(5); where there is no such file system, nothing is found).
/// </summary>
internal sealed class ProcessMark
{
    private const string Name = "MIRAGEGEN_OUTSIDE_TEST";

    /// <summary>What ends along with the command, but a moment after it, gets as long.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(30);

    private readonly string _value = $"{Guid.NewGuid():N}";

    private ProcessMark()
    {
    }

    /// <summary>A mark that nothing carries yet.</summary>
    public static ProcessMark Next() => new();

    /// <summary>Has a process carry it.</summary>
    public void AddTo(ProcessStartInfo start) => start.Environment[Name] = _value;

    /// <summary>What carries it and runs: identifiers and command lines.</summary>
    public IReadOnlyList<string> Processes() => [.. Find().Select(id => $"{id} ({CommandLine(id)})")];

    /// <summary>Waits until nothing that carries it runs, and kills what still does after half a minute.</summary>
    /// <returns>What had to be killed.</returns>
    public async Task<IReadOnlyList<string>> LeaveAsync()
    {
        var waited = Stopwatch.StartNew();
        while (Find().Count > 0 && waited.Elapsed < Parting)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }

        var left = Processes();
        Kill();
        return left;
    }

    /// <summary>Kills what carries it.</summary>
    public void Kill()
    {
        foreach (var id in Find())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                // It has ended by itself in between.
            }
        }
    }

    private List<int> Find()
    {
        var found = new List<int>();
        if (!Directory.Exists("/proc"))
        {
            return found;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(id, "environ").Contains($"{Name}={_value}", StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static string CommandLine(int id) => Read(id, "cmdline").Replace('\0', ' ').Trim();

    /// <summary>A file about a process; empty if it is another user's, or has ended.</summary>
    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
