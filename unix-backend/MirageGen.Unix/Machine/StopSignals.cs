using System.Runtime.InteropServices;
using MirageGen.Composition;
using MirageGen.Loop;

namespace MirageGen.Unix.Machine;

/// <summary>
/// SIGINT and SIGTERM: the first asks the appliance to stop, a second or the end of the grace time ends the process. The
/// latter does not go through the loop, which may be what hangs.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly EventLoop _loop;
    private readonly CancellationTokenSource _stop;
    private readonly TimeSpan _grace;
    private readonly Action<string, int> _endAtOnce;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private Timer? _graceTimer;
    private string? _first;
    private bool _isOver;

    /// <summary>Takes the signals over.</summary>
    /// <param name="loop">Where the appliance runs.</param>
    /// <param name="stop">Cancelled on the loop at the first signal.</param>
    /// <param name="grace">Time to stop from then on.</param>
    /// <param name="endAtOnce">Ends the process, with a message and an exit code; called on another thread.</param>
    public StopSignals(EventLoop loop, CancellationTokenSource stop, TimeSpan grace, Action<string, int> endAtOnce)
    {
        _loop = loop;
        _stop = stop;
        _grace = grace;
        _endAtOnce = endAtOnce;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, "SIGINT", 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, "SIGTERM", 15)),
        ];
    }

    /// <summary>Gives the signals back: the appliance has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _graceTimer?.Dispose();
        }

        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext signal, string name, int number)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (_first is null)
            {
                _first = name;
                _graceTimer = new Timer(_ => OnGraceOver(number), null, _grace, Timeout.InfiniteTimeSpan);
                _loop.Post(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
                return;
            }

            _isOver = true;
        }

        _endAtOnce($"ended at once by {name} after {_first}", ExitCodes.Signal + number);
    }

    private void OnGraceOver(int number)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
        }

        _endAtOnce($"did not stop within {_grace.TotalSeconds:0.#} seconds after {_first}", ExitCodes.Signal + number);
    }
}
