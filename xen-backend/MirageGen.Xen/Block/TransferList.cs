namespace MirageGen.Xen.Block;

/// <summary>Transfers that wait, first come, first served.</summary>
internal sealed class TransferList
{
    private BlockTransfer? _last;

    /// <summary>The one whose turn it is.</summary>
    public BlockTransfer? First { get; private set; }

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Append(BlockTransfer transfer)
    {
        transfer.IsWaiting = true;
        transfer.Previous = _last;
        if (_last is null)
        {
            First = transfer;
        }
        else
        {
            _last.Next = transfer;
        }

        _last = transfer;
        Count++;
    }

    /// <summary>Takes one out, wherever it is.</summary>
    public void Remove(BlockTransfer transfer)
    {
        First = ReferenceEquals(First, transfer) ? transfer.Next : First;
        _last = ReferenceEquals(_last, transfer) ? transfer.Previous : _last;
        transfer.Previous?.Next = transfer.Next;
        transfer.Next?.Previous = transfer.Previous;
        (transfer.Previous, transfer.Next, transfer.IsWaiting) = (null, null, false);
        Count--;
    }
}
