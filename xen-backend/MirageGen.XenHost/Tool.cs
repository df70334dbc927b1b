using System.ComponentModel;
using System.Diagnostics;

namespace MirageGen.XenHost;

/// <summary>Runs the host's programs to their end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What a program prints; <see cref="XenHostException"/> with its last words when it fails or is not there.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">Its name; it is looked for on the path.</param>
    /// <param name="arguments">Passed as they are.</param>
    public static string Run(string folder, string program, params IEnumerable<string> arguments)
    {
        // The kernel ends it when we are gone, as after a signal while it downloads.
        using var process = Start(new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new XenHostException($"{program} did not end within {Limit.TotalMinutes} minutes");
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result
            : throw new XenHostException($"{program} ended with exit code {process.ExitCode}: {LastLine(errors.Result)}");
    }

    /// <summary>Checks that a program is installed, before anything is made with it.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="purpose">What is done with it, as in: a disk is made.</param>
    /// <exception cref="XenHostException">It is not: one line.</exception>
    public static void Need(string program, string package, string purpose)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            throw new XenHostException($"{program} is not installed, with which {purpose} (Debian: apt install {package})");
        }
    }

    /// <summary>Starts a program; <see cref="XenHostException"/> when it is not installed.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new XenHostException($"{start.FileName} cannot be started: {error.Message}", error);
        }
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it said nothing");
}
