using System.Globalization;
using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.Loop;
using MirageGen.Xen.Block;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Machine;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen;

/// <summary>BLOCK on a disk of the domain (xl.cfg: <c>disk</c>), by the blkfront protocol.</summary>
/// <remarks>
/// <para>Octets are copied between the caller's buffers and pages that the other end may see; so no buffer needs an alignment. Up to
/// 1,024 transfers wait or are under way; one more is an error.</para>
/// <para><b>Flushing.</b> An other end offers a flush, or a barrier, or says that it has no cache to flush (Linux, for a device without
/// a volatile cache): then a write is stable when it completes, and <see cref="FlushAsync"/> completes at once. Where it says nothing
/// of all that, nothing can be promised, and <see cref="FlushAsync"/> fails.</para>
/// <para><b>Discarding</b> is told to an other end that wants to know, in whole units of its own; else it does nothing.</para>
/// <para><b>Cancelling.</b> A transfer that nothing was asked of yet is dropped. Otherwise what is under way keeps the buffers until it is
/// answered; the transfer then ends as cancelled, or well if nothing of it was left to ask.</para>
/// <para>When the other end restarts, what it had not answered is asked again, and callers notice no more than the time. A disk that
/// comes back with another size is out of order. So is one whose other end does not keep to the protocol, or answers nothing for
/// a minute or two, until it restarts: then every call fails.</para>
/// </remarks>
[Device(typeof(IBlock), Target = "xen")]
public sealed partial class XenBlock : IBlock, IAsyncDisposable, IFrontend, IEventHandler, ITurnEnd
{
    private static readonly LogMessage OutOfOrderMessage = new(LogLevel.Error, "OutOfOrder", "the disk {Disk} is out of order: {Why}");

    // Looked at once in this time: a disk that takes longer, or twice as long at most, has gone. Those on a network may take a while.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    // Connections whose memory the other end may keep when they are over, 1.4 MB each.
    private const int MostLost = 2;

    private readonly XenDomain _domain;
    private readonly ILogger _log;
    private readonly string _name;
    private readonly uint _number;
    private readonly BlockQueue _queue;
    private readonly ITimer _patience;
    private readonly List<BlockConnection> _over = [];
    private FrontendLink? _link;
    private BlockConnection? _connection;
    private DiskFacts? _facts;
    private string? _outOfOrder;
    private uint _port;
    private long _seen;
    private bool _isWatched;
    private bool _isClosed;

    private XenBlock(XenDomain domain, ILogger log, string name, uint number)
    {
        _domain = domain;
        _log = log;
        _name = name;
        _number = number;
        _queue = new(domain.Loop, name);
        _patience = domain.Clock.CreateTimer(
            static disk => ((XenBlock)disk!).OnPatienceOver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        domain.Loop.AtEndOfTurn(this);
    }

    /// <inheritdoc/>
    public int SectorBytes => _facts!.SectorBytes;

    /// <inheritdoc/>
    public long SectorCount => _facts!.SectorCount;

    /// <inheritdoc/>
    public bool IsReadOnly => _facts!.IsReadOnly;

    /// <summary>One: octets are always copied.</summary>
    public int AlignmentBytes => 1;

    /// <summary>Whether the other end is connected and keeps to the protocol; what is asked meanwhile waits for it.</summary>
    public bool IsUp => _connection?.Facts is not null;

    /// <summary>Connects a disk.</summary>
    /// <param name="machine">The domain.</param>
    /// <param name="log">Where it is told that the other end goes and comes.</param>
    /// <param name="disk">Which of the domain's disks, by the name in its configuration (vdev).</param>
    /// <exception cref="DeviceException">The domain has no such disk, or its other end does not connect.</exception>
    public static Task<XenBlock> ConnectAsync(
        XenMachine machine,
        ILogger<XenBlock> log,
        [Argument("Disk of the domain, as its configuration names it")] string disk = "xvda")
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(disk);
        return ConnectAsync(machine.Domain, log, disk);
    }

    internal static async Task<XenBlock> ConnectAsync(XenDomain domain, ILogger log, string name)
    {
        if (!DiskName.TryParse(name, out var number))
        {
            throw new DeviceException($"'{name}' is no name of a disk: they are called xvda, xvdb and so on, or have a number");
        }

        var path = await DevicePaths.FindAsync(
            domain.Store, "vbd", number.ToString(CultureInfo.InvariantCulture), "disk", "disk", NameOf);
        var disk = new XenBlock(domain, log, name, number);
        try
        {
            disk._link = await FrontendLink.ConnectAsync(domain, disk, path, log);
            return disk;
        }
        catch
        {
            domain.Loop.Forget(disk);
            disk._patience.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var transfer = _queue.Rent();
        for (var i = 0; i < buffers.Count; i++)
        {
            transfer.Buffers.Add(buffers[i]);
        }

        return Begin(transfer, DiskOperation.Read, sector, transfer.Buffers.Octets, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var transfer = _queue.Rent();
        for (var i = 0; i < buffers.Count; i++)
        {
            transfer.Buffers.Add(buffers[i]);
        }

        return Begin(transfer, DiskOperation.Write, sector, transfer.Buffers.Octets, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask ReadAsync(long sector, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        var transfer = _queue.Rent();
        transfer.Buffers.Add(buffer);
        return Begin(transfer, DiskOperation.Read, sector, buffer.Length, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(long sector, ReadOnlyMemory<byte> buffer, CancellationToken cancellation = default)
    {
        var transfer = _queue.Rent();
        transfer.Buffers.Add(buffer);
        return Begin(transfer, DiskOperation.Write, sector, buffer.Length, cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The disk fails, or its other end does not say how to flush it.</exception>
    public ValueTask FlushAsync(CancellationToken cancellation = default) =>
        Begin(_queue.Rent(), DiskOperation.Flush, 0, 0, cancellation);

    /// <inheritdoc/>
    public ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > SectorCount)
        {
            return ValueTask.FromException(Outside(sector, count));
        }

        return Begin(_queue.Rent(), DiskOperation.Discard, sector, count * SectorBytes, cancellation);
    }

    /// <summary>Takes the disk down in order: what was not asked of it yet fails, what is under way gets two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _queue.FailWaiting(Closed);
        await WaitAsync(static disk => disk._queue.Count == 0 || disk._connection is null);
        if (_link is { } link)
        {
            await link.DisposeAsync();
        }

        _queue.FailWaiting(Closed);

        // It lets go of our memory a moment after it has been told that we have gone.
        await WaitAsync(static disk => disk.TryReleaseAll());
        _domain.Loop.Forget(this);
        _patience.Dispose();
    }

    private static string NameOf(string number) =>
        uint.TryParse(number, CultureInfo.InvariantCulture, out var parsed) ? DiskName.Of(parsed) : number;

    private ValueTask Begin(BlockTransfer transfer, DiskOperation operation, long sector, long octets, CancellationToken cancellation)
    {
        if (Refusal(operation, sector, octets, cancellation) is { } refusal)
        {
            _queue.Return(transfer);
            return ValueTask.FromException(refusal);
        }

        var (start, length) = (sector * SectorBytes, octets);
        if (operation == DiskOperation.Discard)
        {
            (start, length) = _facts!.Discardable(start, octets);
        }

        if (length == 0 && operation != DiskOperation.Flush)
        {
            _queue.Return(transfer);
            return ValueTask.CompletedTask;
        }

        var task = _queue.Begin(transfer, operation, start, length, cancellation);
        Watch();
        return task;
    }

    private Exception? Refusal(DiskOperation operation, long sector, long octets, CancellationToken cancellation)
    {
        if (octets % SectorBytes != 0)
        {
            return new ArgumentException($"{octets} octets are no multiple of the sector's {SectorBytes}.");
        }

        var count = octets / SectorBytes;
        return cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation)
            : _isClosed ? Closed()
            : IsReadOnly && operation is DiskOperation.Write or DiskOperation.Discard ? new DeviceException($"the disk {_name} is read-only")
            : sector < 0 || sector > SectorCount - count ? Outside(sector, count)
            : _outOfOrder is not null ? OutOfOrder()
            : _queue.Count >= BlockQueue.MostTransfers ? new DeviceException($"too much is asked of the disk {_name} at once: {_queue.Count} transfers wait for it")
            : null;
    }

    private DeviceException Outside(long sector, long count) =>
        new($"{count} sectors from {sector} on are not all on the disk {_name} of {SectorCount}");

    private DeviceException Closed() => new($"the disk {_name} has been closed");

    private DeviceException OutOfOrder() => new($"the disk {_name} is out of order: {_outOfOrder}");

    private async Task WaitAsync(Func<XenBlock, bool> isOver)
    {
        for (var waited = TimeSpan.Zero; waited < Parting && !isOver(this); waited += BetweenLooks)
        {
            await Task.Delay(BetweenLooks, _domain.Clock);
        }
    }
}
