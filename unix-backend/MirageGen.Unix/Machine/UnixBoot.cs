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
        try
        {
            var arguments = BootArguments.Parse(image, words);
            if (arguments.HelpRequested)
            {
                _output.Write(BootArguments.Usage(image));
                return 0;
            }

            using var loop = makeLoop();
            using var signals = new StopSignals(loop, stop, grace, EndAtOnce);
            var machine = new UnixMachine(loop, _output, _errors);
            return loop.Run(() => compose(machine, arguments, stop.Token));
        }
        catch (BootArgumentException error)
        {
            return Fail(error.Message, ExitCodes.Argument);
        }
        catch (DeviceException error)
        {
            return Fail(error.Message, ExitCodes.Device);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // Whatever the appliance did not catch is a bug, and is shown in full.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Fail(error.ToString(), ExitCodes.Bug);
        }
    }

    /// <summary>Gives what was written a moment to leave.</summary>
    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private int Fail(string message, int code)
    {
        _errors.Write($"{image.Name}: {message}", "\n");
        return code;
    }

    private void EndAtOnce(string message, int code)
    {
        _ = Fail(message, code);
        Dispose();
        Environment.Exit(code);
    }
}
