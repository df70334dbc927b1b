using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MirageGen.Unix.Tests;

/// <summary>One of the <see cref="ChildPrograms"/> as a process.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    public const int SignalInterrupt = 2;
    public const int SignalTerminate = 15;

    // Longer than any child takes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    public static ChildProcess Start(string name, params string[] arguments) =>
        Launch(Path.Combine(AppContext.BaseDirectory, "MirageGen.Unix.Tests"), [Program.ChildWord, name, .. arguments]);

    /// <summary>Starts a child by a shell, which gives it other standard streams.</summary>
    public static ChildProcess StartByShell(string name, string redirection) =>
        Launch("/bin/sh", ["-c", $"'{Path.Combine(AppContext.BaseDirectory, "MirageGen.Unix.Tests")}' {Program.ChildWord} {name} {redirection}"]);

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    /// <summary>Waits for the end.</summary>
    public ChildResult Finish()
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        if (!_process.WaitForExit(Limit))
        {
            _process.Kill();
            Assert.Fail($"The child did not end; it had said '{output.Result}' and '{errors.Result}'.");
        }

        return new(_process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Whoever runs the tests behind a shell's back (<c>nohup</c>, <c>&amp;</c>) has them ignore SIGINT, which a child would inherit.</summary>
    private static ChildProcess Launch(string file, IEnumerable<string> words) => new(Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", file, .. words])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int number);
}
