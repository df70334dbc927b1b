using System.Runtime.InteropServices;

namespace MirageGen.XenHost.Commands;

/// <summary>What the user wants of a run that goes on: the first signal asks it to end, a second one ends it at once.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>The shell's way to say which signal ended a program.</summary>
    private const int SignalExitCode = 128;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second one.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>What the process ends with after a signal; 0 before one.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Takes the process's signals.</summary>
    public static StopSignals OfProcess()
    {
        var signals = new StopSignals();
        foreach (var (signal, number) in ((PosixSignal, int)[])[(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)])
        {
            signals._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                signals.Raise(number);
            }));
        }

        return signals;
    }

    /// <summary>A signal has come.</summary>
    public void Raise(int number)
    {
        if (_stop.IsCancellationRequested)
        {
            _atOnce.Cancel();
            return;
        }

        ExitCode = SignalExitCode + number;
        _stop.Cancel();
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
        _atOnce.Dispose();
    }
}
