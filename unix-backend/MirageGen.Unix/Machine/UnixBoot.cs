using MirageGen.Composition;
using MirageGen.Unix.Consoles;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Machine;

/// <summary>One start of the process: from the command line to the exit code.</summary>
/// <param name="image">What is run.</param>
/// <param name="grace">How long the appliance may take to stop when asked to.</param>
internal sealed class UnixBoot(BootImage image, TimeSpan grace) : IDisposable
{
    /// <summary>What <see cref="UnixMachine.Run"/> gives.</summary>
    public static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(10);

    private readonly OutputStream _output = new(Libc.StandardOutput);
    private readonly OutputStream _errors = new(Libc.StandardError);

    /// <summary>Runs the appliance.</summary>
    /// <param name="makeLoop">Makes the loop.</param>
    /// <param name="words">The command line.</param>
    /// <param name="compose">As for <see cref="UnixMachine.Run"/>.</param>
    public int Run(
        Func<UnixLoop> makeLoop,
        string[] words,
        Func<UnixMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        StandardStreams.EnsureOpen();
        DescriptorLimit.Raise();

        // A peer or a reader that goes away is an error of the write, not the end of the process.
        _ = Libc.Signal(Libc.SignalPipe, Libc.IgnoreSignal);
        using var stop = new CancellationTokenSource();
        return ApplianceRun.ToEnd(image, words, Show, ShowError, arguments => RunLoop(arguments, makeLoop, compose, stop), stop.Token);
    }

    /// <summary>Gives what was written a moment to leave.</summary>
    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private int RunLoop(
        BootArguments arguments,
        Func<UnixLoop> makeLoop,
        Func<UnixMachine, BootArguments, CancellationToken, Task<int>> compose,
        CancellationTokenSource stop)
    {
        using var loop = makeLoop();
        using var signals = new StopSignals(loop, stop, grace, EndAtOnce);
        var machine = new UnixMachine(loop, _output, _errors);
        return loop.Run(() => compose(machine, arguments, stop.Token));
    }

    private void Show(string text) => _output.Write(text);

    private void ShowError(string text) => _errors.Write(text);

    private void EndAtOnce(string message, int code)
    {
        ShowError(ApplianceRun.Line(image, message));
        Dispose();
        Environment.Exit(code);
    }
}
