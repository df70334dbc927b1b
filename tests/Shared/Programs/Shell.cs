using System.Diagnostics;

namespace MirageGen.Interop;

/// <summary>Runs strangers' programs, each with a bound on its time.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutputLimit = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program to its end.</summary>
    public static Outcome Run(string program, params string[] arguments) => Run(Limit, program, arguments);

    /// <summary>Runs a program to its end, at most as long as given.</summary>
    public static Outcome Run(TimeSpan limit, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {limit}");
        }

        // A program that it left running may hold on to its pipes.
        Assert.True(
            Task.WaitAll([output, errors], OutputLimit),
            $"{program} {string.Join(' ', arguments)} has ended, but something it started still holds its output");
        return new(process.ExitCode, output.Result, errors.Result);
    }
}
