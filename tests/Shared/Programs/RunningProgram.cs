using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Interop;

/// <summary>A program that runs beside a test; ended in order when disposed.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _console = new();

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Console => string.Join('\n', _console);

    /// <summary>Starts a program, which minds SIGINT even where whoever runs the tests ignores it (<c>nohup</c>, <c>&amp;</c>).</summary>
    public static RunningProgram Start(string program, string[] arguments) => new(Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits until something holds; fails when the program ends before, or the time is over.</summary>
    public void WaitUntil(Func<bool> holds, string what, TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); Thread.Sleep(20))
        {
            Assert.False(_process.HasExited || waited.Elapsed > limit, $"{what} is waited for in vain; the console says: {Console}");
        }
    }

    /// <summary>Waits until it has printed something.</summary>
    public void WaitForOutput(string text) =>
        WaitUntil(() => Console.Contains(text, StringComparison.Ordinal), $"'{text}'", TimeSpan.FromMinutes(2));

    /// <summary>Waits for its own end and returns its exit code.</summary>
    public int WaitForExit(TimeSpan limit)
    {
        // To the end of its output too, as long as nothing it left behind holds on to that.
        Assert.True(_process.WaitForExitAsync(CancellationToken.None).Wait(limit), $"it does not end; the console says: {Console}");
        return _process.ExitCode;
    }

    /// <summary>Asks it to end and returns its exit code.</summary>
    public int Stop(string signal = "TERM")
    {
        if (!_process.HasExited)
        {
            Shell.Run("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));
        }

        return WaitForExit(StopLimit);
    }

    public void Dispose()
    {
        try
        {
            Stop();
        }
        finally
        {
            _process.Dispose();
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
