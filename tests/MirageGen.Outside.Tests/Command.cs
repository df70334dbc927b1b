using System.Diagnostics;
using System.Text;

namespace MirageGen.Outside.Tests;

/// <summary>What a command that has ended printed, and how it ended.</summary>
/// <param name="Line">The command.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Everything it printed, errors among the rest.</param>
internal sealed record Command(string Line, int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>The lines that say an error, each once: a build repeats them at its end.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct()];

    /// <summary>Runs a command to its end; what has not ended in eight minutes is killed, with all it has started.</summary>
    public static async Task<Command> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var line = $"{program} {string.Join(' ', arguments)}";
        var output = new StringBuilder();
        using var process = Start(folder, environment, program, arguments);
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(output, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' did not end; it printed:\n{output}");
        }

        return new(line, process.ExitCode, output.ToString());
    }

    /// <summary>Starts a command.</summary>
    public static Process Start(
        string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Asserts that it went well.</summary>
    public Command Succeeded()
    {
        Assert.True(ExitCode == 0, $"'{Line}' ended with {ExitCode} and printed:\n{Output}");
        return this;
    }

    /// <summary>Asserts that it failed with one error and no more.</summary>
    /// <returns>The line of the error.</returns>
    public string FailedOnce()
    {
        Assert.True(ExitCode != 0, $"'{Line}' should have failed and printed:\n{Output}");
        Assert.True(Errors.Count == 1, $"'{Line}' should have printed one error and printed:\n{Output}");
        return Errors[0];
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }
}
