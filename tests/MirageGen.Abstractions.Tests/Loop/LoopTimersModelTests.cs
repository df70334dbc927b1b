using CsCheck;
using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

/// <summary>Timers against a model: a list, sorted each time.</summary>
public sealed class LoopTimersModelTests
{
    private const int TimerCount = 12;

    private enum Act
    {
        Start,
        Stop,
        Dispose,
        Advance,
    }

    /// <summary>What is done to which timer, with a number of ticks; few ticks, so that deadlines coincide.</summary>
    private static readonly Gen<(Act Act, int Timer, int Ticks)[]> Histories = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Start)), (1, Gen.Const(Act.Stop)), (1, Gen.Const(Act.Dispose)), (3, Gen.Const(Act.Advance))),
        Gen.Int[0, TimerCount - 1],
        Gen.Int[0, 9]).Array[0, 120];

    /// <summary>What each timer starts itself with when it fires: nothing, or a few ticks.</summary>
    private static readonly Gen<int?[]> Restarts = Gen.Int[-2, 3].Select(ticks => ticks < 0 ? (int?)null : ticks).Array[TimerCount];

    [Fact]
    public void Timers_fire_by_deadline_and_among_equals_in_the_order_they_were_started() =>
        Gen.Select(Histories, Restarts).Sample((history, restarts) =>
        {
            using var world = new World(restarts);
            foreach (var (act, timer, ticks) in history)
            {
                world.Do(act, timer, ticks);
                if (!world.Agrees)
                {
                    return false;
                }
            }

            return world.DrainsCompletely();
        }, iter: 3_000);

    private sealed class World : IDisposable
    {
        private readonly TestLoop _loop = new();
        private readonly LoopTimer[] _timers;
        private readonly List<(int Timer, TimeSpan At)> _fired = [];
        private readonly List<(int Timer, TimeSpan At)> _expected = [];
        private readonly (TimeSpan Deadline, long Order)?[] _model = new (TimeSpan, long)?[TimerCount];
        private readonly int?[] _restarts;
        private long _order;

        public World(int?[] restarts)
        {
            _restarts = restarts;
            _timers = [.. Enumerable.Range(0, TimerCount).Select(i => _loop.Timers.Create(_ => Fire(i), null))];
        }

        public bool Agrees =>
            _fired.SequenceEqual(_expected)
            && _timers.Select(timer => timer.Deadline).SequenceEqual(_model.Select(entry => entry?.Deadline))
            && _loop.Timers.UntilNext() == UntilNext()
            && _loop.Timers.Count >= _model.Count(entry => entry is not null)
            && _loop.Timers.Count <= TimerCount;

        public void Do(Act act, int timer, int ticks)
        {
            switch (act)
            {
                case Act.Start:
                    _timers[timer].Start(new TimeSpan(ticks));
                    _model[timer] = (_loop.Now + new TimeSpan(ticks), ++_order);
                    break;
                case Act.Stop:
                    _timers[timer].Stop();
                    _model[timer] = null;
                    break;
                case Act.Dispose:
                    _timers[timer].Dispose();
                    _model[timer] = null;
                    break;
                default:
                    _loop.Now += new TimeSpan(ticks);
                    ExpectTurn();
                    _loop.Turn();
                    break;
            }
        }

        /// <summary>Without restarts everything ends, and leaves nothing behind.</summary>
        public bool DrainsCompletely()
        {
            Array.Fill(_restarts, null);
            Do(Act.Advance, 0, 1_000);
            var agrees = Agrees;
            return agrees && _loop.Timers.Count == 0 && _loop.LastSleep == Timeout.InfiniteTimeSpan;
        }

        public void Dispose() => _loop.Dispose();

        private void Fire(int timer)
        {
            _fired.Add((timer, _loop.Now));
            if (_restarts[timer] is { } ticks)
            {
                _timers[timer].Start(new TimeSpan(ticks));
            }
        }

        private void ExpectTurn()
        {
            var due = Enumerable.Range(0, TimerCount)
                .Where(timer => _model[timer]?.Deadline <= _loop.Now)
                .OrderBy(timer => _model[timer])
                .ToArray();
            foreach (var timer in due)
            {
                _expected.Add((timer, _loop.Now));
                _model[timer] = _restarts[timer] is { } ticks ? (_loop.Now + new TimeSpan(ticks), ++_order) : null;
            }
        }

        private TimeSpan UntilNext()
        {
            var running = _model.Where(entry => entry is not null).Select(entry => entry!.Value.Deadline).ToArray();
            return running.Length == 0 ? Timeout.InfiniteTimeSpan
                : running.Min() > _loop.Now ? running.Min() - _loop.Now
                : TimeSpan.Zero;
        }
    }
}
