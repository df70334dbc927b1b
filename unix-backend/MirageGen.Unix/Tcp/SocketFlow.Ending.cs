namespace MirageGen.Unix.Tcp;

/// <content>What follows when the application has done with a direction, or with both.</content>
internal abstract partial class SocketFlow
{
    /// <summary>The application reads no more: what arrives is dropped from here on.</summary>
    public void OnInputCompleted()
    {
        Settle();
        Discard();
    }

    /// <summary>The application writes no more; something may be left to send.</summary>
    public void OnOutputCompleted() => Settle();

    /// <summary>A flow that closes has had its time.</summary>
    public void OnExpired()
    {
        if (_writer.IsDone)
        {
            Close(isReset: false);
        }
        else
        {
            Abort("the peer takes nothing any more");
        }
    }

    // What follows from which direction is done; called whenever one becomes so.
    private void Settle()
    {
        if (IsClosed)
        {
            return;
        }

        if (!_writer.IsDone)
        {
            if (_writer.IsCompleted && _reader.IsCompleted)
            {
                Loop.Closing.Drain(this);
            }
        }
        else if (!_reader.IsCompleted)
        {
            EndSending();
        }
        else if (HasEnded || IsBroken || _isNoInputExpected)
        {
            Close(isReset: false);
        }
        else
        {
            EndSending();
            Loop.Closing.Linger(this);
            Discard();
        }
    }

    private void EndSending()
    {
        if (!_isSendShutdown)
        {
            _isSendShutdown = true;
            ShutdownSend();
        }
    }

    private void Discard()
    {
        while (!IsClosed && MayReceive())
        {
            Note(DiscardNow(TurnShare.Octets, out var count), count, TurnShare.Octets);
        }

        if (HasEnded && _writer.IsDone)
        {
            Close(isReset: false);
        }
        else
        {
            AwaitReadable();
        }
    }

    private void Close(bool isReset)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        _isReadable = false;
        _isWritable = false;
        Loop.Closing.Remove(this);
        CloseSocket(isReset);
    }
}
