using System.Globalization;
using MirageGen.Loop;

namespace MirageGen.Xen.Block;

/// <summary>
/// What is asked of a disk: transfers wait first come, first served, are cut into requests as there is room for them, and complete when
/// all of theirs are answered. What was under way when a connection ended is asked again of the next one, in the same order.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="disk">The disk's name, for what callers are told.</param>
internal sealed class BlockQueue(EventLoop loop, string disk)
{
    /// <summary>Transfers that may wait or be under way.</summary>
    public const int MostTransfers = 1024;

    private readonly TransferList _waiting = new();
    private readonly List<BlockExtent> _again = [];
    private readonly Stack<BlockTransfer> _spare = new();
    private BlockConnection? _connection;
    private bool _isHeld;
    private int _repeated;

    /// <summary>The loop.</summary>
    public EventLoop Loop => loop;

    /// <summary>Transfers that have not completed.</summary>
    public int Count { get; private set; }

    /// <summary>Counts what callers began and the other end answered: while it stands still nothing happens.</summary>
    public long Progress { get; private set; }

    /// <summary>Whether the other end has answered all that it was asked.</summary>
    public bool IsQuiet => _connection is not { UnderWay: > 0 };

    /// <summary>No requests are made until <see cref="GoOn"/>; what is begun waits.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void GoOn()
    {
        _isHeld = false;
        Progress++;
        Issue();
    }

    /// <summary>A transfer to be filled and begun.</summary>
    public BlockTransfer Rent() => _spare.TryPop(out var transfer) ? transfer : new(this);

    /// <summary>A transfer's result has been taken, or it was not begun.</summary>
    public void Return(BlockTransfer transfer)
    {
        transfer.Clear();
        if (_spare.Count < MostTransfers)
        {
            _spare.Push(transfer);
        }
    }

    /// <summary>Begins a transfer. There must be room for it.</summary>
    public ValueTask Begin(BlockTransfer transfer, DiskOperation operation, long start, long octets, CancellationToken cancellation)
    {
        var task = transfer.Begin(operation, start, octets, cancellation);
        Progress += Count == 0 ? 1 : 0;
        Count++;
        _waiting.Append(transfer);
        Issue();
        return task;
    }

    /// <summary>Requests are made from now on.</summary>
    public void Connect(BlockConnection connection)
    {
        _connection = connection;
        Progress++;
        Issue();
    }

    /// <summary>No requests are made any more. What was not answered waits for the next connection.</summary>
    public void Disconnect()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        // What the other end has done before it went is done.
        while (TryTakeAnswer())
        {
        }

        _connection = null;
        _repeated = 0;
        var unanswered = new List<BlockExtent>();
        connection.TakeUnanswered(unanswered);
        _again.InsertRange(0, unanswered.ConvertAll(static extent => extent with { IsRepeated = false }));

        // What has failed in part or was given up is not asked again.
        while (_again.Find(static extent => extent.Transfer.Error is not null).Transfer is { } given)
        {
            End(given, given.Error);
        }
    }

    /// <summary>Completes what was answered, and makes requests of what waits.</summary>
    /// <returns>What the other end did that no sound one does; null as a rule.</returns>
    public string? Pump()
    {
        if (_connection is not { } connection)
        {
            return null;
        }

        do
        {
            while (TryTakeAnswer())
            {
            }

            if (connection.Broken is { } broken)
            {
                return broken;
            }

            Issue();
        }
        while (connection.AskForEvent());

        return null;
    }

    /// <summary>Gives a transfer up: at once while nothing of it is under way, else when that is answered.</summary>
    public void Cancel(BlockTransfer transfer, CancellationToken cancellation)
    {
        var isWhole = !transfer.IsWaiting && !_again.Exists(extent => ReferenceEquals(extent.Transfer, transfer));
        if (!isWhole && transfer.Error is null)
        {
            End(transfer, new OperationCanceledException(cancellation));
        }
    }

    /// <summary>What waits fails; what is under way fails when it is answered.</summary>
    public void FailWaiting(Func<Exception> error)
    {
        while (_again.Count > 0)
        {
            End(_again[0].Transfer, error());
        }

        while (_waiting.First is { } transfer)
        {
            End(transfer, error());
        }
    }

    private bool TryTakeAnswer()
    {
        if (_connection is not { } connection || !connection.TryTakeAnswer(out var extent, out var status))
        {
            return false;
        }

        Progress++;
        _repeated -= extent.IsRepeated ? 1 : 0;
        extent.Transfer.Unanswered--;
        if (status == BlockWire.Okay)
        {
            CompleteWhenAnswered(extent.Transfer);
        }
        else
        {
            End(extent.Transfer, Failure(extent.Transfer, status));
        }

        return true;
    }

    // No further requests are made of it: it completes when those under way are answered.
    private void End(BlockTransfer transfer, Exception? error)
    {
        transfer.Error ??= error;
        if (transfer.IsWaiting)
        {
            _waiting.Remove(transfer);
        }

        if (_again.Count > 0)
        {
            transfer.Unanswered -= DropRepetitions(transfer);
        }

        CompleteWhenAnswered(transfer);
    }

    private int DropRepetitions(BlockTransfer transfer) => _again.RemoveAll(extent => ReferenceEquals(extent.Transfer, transfer));

    private void CompleteWhenAnswered(BlockTransfer transfer)
    {
        if (transfer is { Unanswered: 0, IsWaiting: false })
        {
            Count--;
            transfer.Complete();
        }
    }

    private void Issue()
    {
        if (!_isHeld && _connection is { Broken: null, Facts: { } facts } connection && TryRepeat(connection, facts))
        {
            while (_waiting.First is { } transfer && TryIssueOf(transfer, connection, facts))
            {
            }
        }
    }

    // What the other end was asked before it went comes first, and a flush waits until that is done: it is promised to be behind it.
    private bool TryRepeat(BlockConnection connection, DiskFacts facts)
    {
        while (_again.Count > 0)
        {
            var extent = _again[0];
            if (TrySettle(extent.Transfer, facts))
            {
                continue;
            }

            var part = extent with { Octets = Math.Min(extent.Octets, facts.MostOctets), IsRepeated = true };
            if (IsHeldBack(extent.Transfer) || !connection.TryIssue(part))
            {
                return false;
            }

            _repeated++;
            if (part.Octets == extent.Octets)
            {
                _again.RemoveAt(0);
            }
            else
            {
                // The other end takes less at a time than it did.
                extent.Transfer.Unanswered++;
                _again[0] = extent with { Offset = extent.Offset + part.Octets, Octets = extent.Octets - part.Octets };
            }
        }

        return true;
    }

    private bool TryIssueOf(BlockTransfer transfer, BlockConnection connection, DiskFacts facts)
    {
        if (TrySettle(transfer, facts))
        {
            return true;
        }

        var hasBuffers = transfer.Operation is DiskOperation.Read or DiskOperation.Write;
        var octets = hasBuffers ? (int)Math.Min(transfer.Octets - transfer.Issued, facts.MostOctets) : 0;
        if (IsHeldBack(transfer) || !connection.TryIssue(new(transfer, transfer.Issued, octets)))
        {
            return false;
        }

        transfer.Unanswered++;
        transfer.Issued += hasBuffers ? octets : transfer.Octets;
        if (transfer.Issued == transfer.Octets)
        {
            _waiting.Remove(transfer);
        }

        return true;
    }

    private bool IsHeldBack(BlockTransfer transfer) => transfer.Operation == DiskOperation.Flush && _repeated > 0;

    // What the other end is not asked for at all.
    private bool TrySettle(BlockTransfer transfer, DiskFacts facts)
    {
        switch (transfer.Operation)
        {
            case DiskOperation.Flush when facts.IsReadOnly || facts.Flush == FlushMeans.NothingToFlush:
            case DiskOperation.Discard when !facts.CanDiscard:
                End(transfer, null);
                return true;
            case DiskOperation.Flush when facts.Flush == FlushMeans.Unknown:
                End(transfer, new DeviceException($"the disk {disk} cannot be flushed: its other end offers no flush, nor says that it needs none"));
                return true;
            default:
                return false;
        }
    }

    private DeviceException Failure(BlockTransfer transfer, short status)
    {
        var why = status switch
        {
            BlockWire.NotSupported => "its other end does not do that",
            -1 => "its other end reports an error of the disk",
            _ => string.Create(CultureInfo.InvariantCulture, $"its other end reports {status}"),
        };
        var what = transfer.Operation == DiskOperation.Flush ? "cannot be flushed" : $"fails to {Verb(transfer.Operation)} {Octets(transfer)}";
        return new DeviceException($"the disk {disk} {what}: {why}");
    }

    private static string Verb(DiskOperation operation) => operation switch
    {
        DiskOperation.Read => "read",
        DiskOperation.Write => "write",
        _ => "discard",
    };

    private static string Octets(BlockTransfer transfer) =>
        string.Create(CultureInfo.InvariantCulture, $"{transfer.Octets} octets at {transfer.Start}");
}
