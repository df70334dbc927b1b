using System.IO.Pipelines;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// A connection over a socket of the host: the meaning of <see cref="IFlow"/>, whatever the system's way to transfer
/// octets. Derived classes receive, send and close.
/// </summary>
/// <remarks>
/// <para>It ends in one of three ways. In order: both directions were completed here, everything was handed to the host,
/// and the peer has ended too; until it has, the flow lingers among <see cref="ClosingFlows"/> and drops what arrives,
/// because closing a socket with unread data would reset the connection under what was just sent (RFC 1122 section
/// 4.2.2.13); a flow whose peer sends nothing more has no such data and closes at once. Broken: the host says that the connection is gone. Aborted: by <see cref="Abort"/>, or because the peer
/// takes nothing for too long.</para>
/// </remarks>
internal abstract partial class SocketFlow : ITcpFlow, IDeferred
{
    private readonly FlowReader _reader;
    private readonly FlowWriter _writer;
    private TurnShare _receiveShare;
    private TurnShare _sendShare;
    private TaskCompletionSource? _handedOver;
    private string? _failure;
    private bool _isReadable;
    private bool _isWritable = true;
    private bool _isExactlyDrained = true;
    private bool _isSendShutdown;
    private bool _isNoInputExpected;
    private bool _isDeferred;

    protected SocketFlow(UnixLoop loop, IpEndpoint local, IpEndpoint remote)
    {
        Loop = loop;
        LocalEndpoint = local;
        RemoteEndpoint = remote;
        _reader = new(this);
        _writer = new(this);
    }

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; }

    /// <inheritdoc/>
    public IpEndpoint RemoteEndpoint { get; }

    /// <inheritdoc/>
    public PipeReader Input => _reader;

    /// <inheritdoc/>
    public PipeWriter Output => _writer;

    public UnixLoop Loop { get; }

    /// <summary>Its place among the flows that are closing; made when it first needs one.</summary>
    public ExpiryEntry<SocketFlow>? Expiry { get; set; }

    /// <summary>Whether the peer's end has been read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the connection is gone, otherwise than in order.</summary>
    public bool IsBroken => _failure is not null;

    /// <summary>Whether the socket has been given back.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public void WriteImmutable(ReadOnlyMemory<byte> data) => _writer.WriteImmutable(data);

    /// <inheritdoc/>
    public virtual void ExpectNoInput() => _isNoInputExpected = true;

    /// <inheritdoc/>
    public void Abort(string reason)
    {
        if (IsClosed)
        {
            return;
        }

        _failure ??= reason;
        Close(isReset: true);
        _handedOver?.TrySetResult();
        _reader.Pump();
        _writer.GoOn();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The input first: then completing the output finds both done, and knows how to close.
        _reader.Complete();
        _writer.Complete();
        if (_writer.IsDone || IsClosed)
        {
            return default;
        }

        _handedOver ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(_handedOver.Task);
    }

    /// <summary>
    /// Called by the reader: whether there may be something to receive. When the flow has had its share of this turn the
    /// answer is no, and it goes on in the next.
    /// </summary>
    public bool MayReceive() => _isReadable && HasShare(ref _receiveShare);

    /// <summary>Called by the writer: whether the host may take something; bounded likewise.</summary>
    public bool MaySend() => _isWritable && !IsBroken && HasShare(ref _sendShare);

    /// <summary>Called by the writer when all was sent: whether to go on at once, or in the next turn for others' sake.</summary>
    public bool MayGoOnSending() => HasShare(ref _sendShare);

    /// <summary>Called by the reader: receives into a buffer.</summary>
    public TransferStatus Receive(Span<byte> room, out int count)
    {
        var status = ReceiveNow(room, out count);
        Note(status, count, room.Length);
        return status;
    }

    /// <summary>Called by the writer: sends from the queue.</summary>
    public void Send(ref SendQueue queue)
    {
        var status = SendNow(ref queue, out var count, out var wasFilled);
        _sendShare.Take(count);
        queue.Consume(count);
        _isWritable = status == TransferStatus.Done && !wasFilled;
        if (status == TransferStatus.Failed)
        {
            // What had arrived before may still be read, up to the same error.
            _isReadable = true;
            _isExactlyDrained = false;
        }
        else if (count > 0)
        {
            Loop.Closing.NoteProgress(this);
        }
    }

    /// <summary>Called by the reader when a read waits: when there may be something to receive, it is told.</summary>
    public void AwaitReadable()
    {
        if (!_isReadable && !IsClosed && !HasEnded)
        {
            WatchReadable();
        }
    }

    /// <summary>
    /// Called by the reader before it tries without waiting; for systems that say only to those who wait that there is
    /// something to receive.
    /// </summary>
    public virtual void LookForInput()
    {
    }

    /// <summary>Called by the writer when something is left to send: when the host may take more, it is told.</summary>
    public void AwaitWritable(ref SendQueue queue)
    {
        if (!_isWritable && !IsClosed)
        {
            WatchWritable(ref queue);
        }
    }

    /// <summary>Ends a read, when nothing is left to be read before the break.</summary>
    /// <exception cref="FlowResetException">The connection is gone.</exception>
    public void ThrowIfDrainedAndBroken()
    {
        if (!_isReadable)
        {
            ThrowIfBroken();
        }
    }

    /// <summary>Ends a flush.</summary>
    /// <exception cref="FlowResetException">The connection is gone.</exception>
    public void ThrowIfBroken()
    {
        if (_failure is not null)
        {
            throw new FlowResetException(_failure);
        }
    }

    /// <inheritdoc/>
    void IDeferred.Resume()
    {
        _isDeferred = false;
        PumpReader();
        PumpWriter();
    }

    /// <summary>Receives at once what is there.</summary>
    /// <param name="room">Where to; not empty.</param>
    /// <param name="count">How much.</param>
    protected abstract TransferStatus ReceiveNow(Span<byte> room, out int count);

    /// <summary>Drops at once what is there.</summary>
    protected abstract TransferStatus DiscardNow(int most, out int count);

    /// <summary>Sends at once what the host takes.</summary>
    /// <param name="queue">From its front; not to be changed.</param>
    /// <param name="count">How much was taken.</param>
    /// <param name="wasFilled">Whether less than offered was taken: the host's buffer is full.</param>
    protected abstract TransferStatus SendNow(ref SendQueue queue, out long count, out bool wasFilled);

    /// <summary>Says the end of the stream to the peer.</summary>
    protected abstract void ShutdownSend();

    /// <summary>Gives the socket back.</summary>
    /// <param name="isReset">Whether the peer is to see a reset.</param>
    protected abstract void CloseSocket(bool isReset);

    /// <summary>Has <see cref="OnReadable"/> called once; for systems that do not do it unasked.</summary>
    protected virtual void WatchReadable()
    {
    }

    /// <summary>Has <see cref="OnWritable"/> called once; for systems that do not do it unasked.</summary>
    protected virtual void WatchWritable(ref SendQueue queue)
    {
    }

    /// <summary>There may be something to receive.</summary>
    /// <param name="isExactlyDrained">
    /// Whether receiving less than there was room for proves that nothing is left; not so when the peer's end, an error
    /// or urgent data hides behind it.
    /// </param>
    protected void OnReadable(bool isExactlyDrained)
    {
        _isReadable = true;
        _isExactlyDrained &= isExactlyDrained;
        PumpReader();
    }

    /// <summary>There may be something to receive, but nobody is to be told.</summary>
    protected void NoteInput() => _isReadable = !IsClosed && !HasEnded;

    /// <summary>The host may take more.</summary>
    /// <param name="sent">What it has taken from the front of the queue meanwhile.</param>
    protected void OnWritable(int sent = 0)
    {
        _isWritable = true;
        PumpWriter(sent);
    }

    /// <summary>Notes that the connection is gone.</summary>
    /// <param name="cause">The host's words.</param>
    protected void Fail(string cause) => _failure ??= $"the connection with {RemoteEndpoint} is gone: {cause}";

    private void PumpReader()
    {
        if (_reader.IsCompleted)
        {
            Discard();
        }
        else
        {
            _reader.Pump();
        }
    }

    private void PumpWriter(int sent = 0)
    {
        var wasDone = _writer.IsDone;
        _writer.GoOn(sent);
        if (!wasDone && _writer.IsDone)
        {
            _handedOver?.TrySetResult();
            Settle();
        }
    }

    private void Note(TransferStatus status, int count, int asked)
    {
        _receiveShare.Take(count);
        _isReadable = status == TransferStatus.Done && (count == asked || !_isExactlyDrained);
        if (status == TransferStatus.Ended && !IsBroken)
        {
            HasEnded = true;
        }
        else if (status is TransferStatus.Ended or TransferStatus.Failed)
        {
            // Nothing more to be had in either direction. The reader, who is asking, sees it without being told.
            Close(isReset: false);
            _handedOver?.TrySetResult();
            _writer.GoOn();
        }
    }

    private bool HasShare(ref TurnShare share)
    {
        if (share.HasLeft(Loop.Turn))
        {
            return true;
        }

        if (!_isDeferred)
        {
            _isDeferred = true;
            Loop.Defer(this);
        }

        return false;
    }
}
