using MirageGen.Composition;

namespace MirageGen.TcpIp;

/// <summary>Shows an operator what the network counts and which connections there are, from time to time: <c>--stats 10s</c>.</summary>
[Device]
public sealed class StatisticsReports : IDisposable
{
    /// <summary>The most connections that a report names.</summary>
    private const int MostConnections = 50;

    private readonly NetworkStatistics _statistics;
    private readonly IConsole _console;
    private readonly ITimer? _timer;

    /// <summary>Begins.</summary>
    /// <param name="statistics">What is counted.</param>
    /// <param name="clock">Says when the next report is due.</param>
    /// <param name="console">Where reports go.</param>
    /// <param name="stats">The time between two; null for none.</param>
    /// <exception cref="BootArgumentException">The time is not longer than nothing.</exception>
    public StatisticsReports(
        NetworkStatistics statistics,
        TimeProvider clock,
        IConsole console,
        [Argument("Time between two reports of what the network counts and of its connections [default: none]")] TimeSpan? stats = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_statistics, _console) = (statistics, console);
        if (stats is not { } period)
        {
            return;
        }

        if (period <= TimeSpan.Zero)
        {
            throw new BootArgumentException($"--stats {period}: it must be longer than nothing");
        }

        _timer = clock.CreateTimer(static reports => ((StatisticsReports)reports!).Write(), this, period, period);
    }

    /// <summary>Writes the last report, if there are any.</summary>
    public void Dispose()
    {
        if (_timer is not null)
        {
            _timer.Dispose();
            Write();
        }
    }

    private void Write()
    {
        _console.Write(_statistics.ToString());
        var left = MostConnections;
        foreach (var connection in _statistics.Connections)
        {
            if (left-- == 0)
            {
                // How many is among the counts: looking at all of them would take the loop's time.
                _console.WriteLine("  and more");
                break;
            }

            _console.WriteLine($"  {connection}");
        }
    }
}
