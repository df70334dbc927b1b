using System.Runtime.CompilerServices;
using MirageGen.Loop;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp;

/// <content>What is done for the connections to which something has happened: once in a batch, and at the end of a turn.</content>
public sealed partial class TcpTransport
{
    /// <summary>
    /// Plans of one connection that are carried out before it is the others' turn: a megabyte where the device segments.
    /// </summary>
    private const int PlansPerTurn = 16;

    /// <summary>How much longer TIME-WAIT may last, so that those of a busy server end many at a time.</summary>
    private static readonly TimeSpan TimeWaitSlack = TimeSpan.FromSeconds(1);

    private readonly ReadyQueue _ready = new();
    private readonly DeadlineHeap _deadlines = new();
    private readonly ITimer _timer;
    private TimeSpan _timerAt = TcpConnection.Never;
    private ValueTaskAwaiter _space;
    private Action? _onSpace;
    private bool _isFull;
    private bool _isRunning;
    private bool _leavesAcknowledgments;
    private bool _isContinuing;

    void IFlowHost.SetReady(Connection connection)
    {
        if (!connection.IsGone)
        {
            _ready.Add(connection);
        }
    }

    void IFlowHost.CountAbort() => _counters.Aborts.Increment();

    /// <inheritdoc/>
    void ITurnEnd.EndTurn()
    {
        if (_ready.Last is not null)
        {
            Run();
        }

        Gauge();
    }

    private void OnTimer()
    {
        _timerAt = TcpConnection.Never;
        Run();
    }

    private void Run()
    {
        if (_isRunning || _isDisposed)
        {
            return;
        }

        _isRunning = true;
        _now = Now;
        _timeWaits.RemoveDue(_now);
        TickDue();

        // What becomes ready meanwhile, and whoever has had its share, comes after those that are ready now.
        for (var last = _ready.Last; last is not null && _ready.Take() is { } connection;)
        {
            Attend(connection);
            if (connection == last)
            {
                break;
            }
        }

        _isRunning = false;
        StartTimer();
        if (_ready.Last is not null && !_isFull && !_leavesAcknowledgments)
        {
            Continue();
        }
    }

    /// <summary>
    /// Does what follows from a batch of arrivals. Mere acknowledgments are left to the end of the turn in which applications
    /// hear of it: an answer that they write at once takes the acknowledgment along.
    /// </summary>
    private void RunBatch()
    {
        _leavesAcknowledgments = true;
        Run();
        _leavesAcknowledgments = false;
        if (_ready.Last is not null)
        {
            // A device may hand over a batch when this turn's end has been: there must be another before the loop sleeps.
            _loop.Enqueue(static _ => { }, null);
        }
    }

    private void TickDue()
    {
        while (_deadlines.TakeDue(_now) is { } connection)
        {
            connection.Flow?.OnTime(_now);
            connection.Core.Tick(_now);
            _ready.Add(connection);
        }
    }

    private void Attend(Connection connection)
    {
        if (connection.IsGone)
        {
            return;
        }

        Settle(connection);
        var isDone = connection.IsGone || Send(connection);
        Settle(connection);
        _counters.Follow(ref connection.Counted, connection.Core.Statistics);
        if (connection.IsGone || (isDone && TryShrink(connection)))
        {
            return;
        }

        var deadline = connection.Core.Deadline;
        _deadlines.Set(connection, connection.Flow is { } flow && flow.LingerUntil < deadline ? flow.LingerUntil : deadline);
        if (!isDone)
        {
            _ready.Add(connection);
        }
    }

    /// <summary>Passes on what has happened to a connection.</summary>
    private void Settle(Connection connection)
    {
        const TcpEvents Failed = TcpEvents.Refused | TcpEvents.Reset | TcpEvents.TimedOut | TcpEvents.Unreachable;
        const TcpEvents Progress = TcpEvents.Established | TcpEvents.Acknowledged | TcpEvents.Data;
        var events = connection.Core.TakeEvents();
        if (events == TcpEvents.None || connection.IsGone)
        {
            return;
        }

        if ((events & Progress) != 0)
        {
            _ip.ConfirmReachable(connection.Key.Remote.Address);
        }

        if ((events & TcpEvents.Established) != 0 && connection.Owner is { } owner)
        {
            connection.Owner = null;
            connection.Flow ??= new(this, connection);
            if (owner is TcpListener)
            {
                _halfOpen--;
                _counters.PassiveOpens.Increment();
            }

            owner.OnEstablished(connection);
        }

        if ((events & (Failed | TcpEvents.Closed)) != 0)
        {
            FailOwner(connection, events);
        }

        if ((events & Failed) != 0 && connection.Flow is not null)
        {
            _counters.Resets.Increment();
        }

        connection.Flow?.OnEvents(events, _now);
        if ((events & TcpEvents.Closed) != 0)
        {
            Forget(connection);
        }
    }

    /// <summary>
    /// Keeps of a connection in TIME-WAIT only what answers late segments, once it has nothing to send and its application has
    /// done with it. The wait begins anew, so that those that began it first are over first.
    /// </summary>
    /// <returns>Whether that was possible.</returns>
    private bool TryShrink(Connection connection)
    {
        if (connection.Flow is { IsLeft: false } || connection.Core.TimeWait is not { } rest)
        {
            return false;
        }

        rest.Until = _now + _settings.TimeWait;
        Forget(connection);
        if (_timeWaits.Add(connection.Key, rest))
        {
            _counters.TimeWaitsRecycled.Increment();
        }

        return true;
    }

    /// <summary>Sends what a connection has to send.</summary>
    /// <returns>False when it has more: its share is used up, or the device is full.</returns>
    private bool Send(Connection connection)
    {
        if (!connection.Core.TryPlan(_now, out var plan))
        {
            return true;
        }

        if (_leavesAcknowledgments && plan.Kind == TcpPlanKind.Acknowledgment)
        {
            return false;
        }

        var offloads = _ip.Offloads(connection.Key.Remote.Address);
        for (var left = PlansPerTurn; left > 0 && !_isFull; left--)
        {
            if (!TryTransmit(connection, ref plan, offloads))
            {
                return false;
            }

            _counters.Sent(plan);
            connection.Core.Sent(plan, _now);
            if (!connection.Core.TryPlan(_now, out plan))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends a plan, or loses it where there is no way.</summary>
    /// <returns>False when the device is full.</returns>
    private bool TryTransmit(Connection connection, ref TcpPlan plan, NetworkOffloads offloads)
    {
        if (_output.TrySend(connection, ref plan, offloads))
        {
            return true;
        }

        if (HasNoWay(connection.Key))
        {
            // As if it had been lost on the way: it is sent again, by when there may be one. To wait would keep all others waiting.
            _counters.NoRoute.Increment();
            return true;
        }

        var space = _ip.WaitForSpaceAsync();
        if (!space.IsCompleted)
        {
            AwaitSpace(space);
            return false;
        }

        if (!_output.TrySend(connection, ref plan, offloads))
        {
            _counters.NoRoute.Increment();
        }

        return true;
    }

    private bool HasNoWay(in ConnectionKey key) =>
        _ip.SourceFor(key.Remote.Address).IsNone || (!key.Local.Address.IsLoopback && !IsOwn(key.Local.Address));

    // By its awaiter, for an async method would allocate each time that the device is full.
    private void AwaitSpace(ValueTask space)
    {
        _isFull = true;
        _space = space.GetAwaiter();
        _space.UnsafeOnCompleted(_onSpace ??= OnSpace);
    }

    private void OnSpace()
    {
#pragma warning disable MGEN102 // It has completed: this is called by it.
        _space.GetResult();
#pragma warning restore MGEN102
        _isFull = false;
        Run();
    }

    /// <summary>Goes on in the next turn, when others have had theirs.</summary>
    private void Continue()
    {
        if (!_isContinuing)
        {
            _isContinuing = true;
            _loop.Enqueue(
                static device =>
                {
                    var self = (TcpTransport)device!;
                    self._isContinuing = false;
                    self.Run();
                },
                this);
        }
    }

    private void StartTimer()
    {
        var first = _deadlines.First;
        if (_timeWaits.Count > 0 && _timeWaits.First + TimeWaitSlack < first)
        {
            first = _timeWaits.First + TimeWaitSlack;
        }

        if (first < _timerAt)
        {
            _timerAt = first;
            _timer.Change(first > _now ? first - _now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
