namespace MirageGen.Dns.Server;

/// <summary>
/// The connections of a server, but for those that take a response just then in the order in which they took their last, or began: where
/// there are as many as there is room for, the first of them gives way (RFC 7766 section 6.2.3), once what it has asked is answered.
/// </summary>
/// <param name="most">For how many there is room.</param>
internal sealed class WaitingClients(int most)
{
    private readonly LinkedList<IdleTimer> _waiting = [];
    private int _count;
    private int _leaving;

    /// <summary>A connection begins.</summary>
    public void Add(LinkedListNode<IdleTimer> client)
    {
        _count++;
        _waiting.AddLast(client);
        if (client.Previous is not null)
        {
            MakeRoom();
        }
    }

    /// <summary>The client waits for nothing any more but its next request.</summary>
    public void Wait(LinkedListNode<IdleTimer> client)
    {
        if (!client.Value.IsGivenUp)
        {
            Leave(client);
            _waiting.AddLast(client);
            MakeRoom();
        }
    }

    /// <summary>The client is being answered.</summary>
    public void Leave(LinkedListNode<IdleTimer> client)
    {
        if (client.List is not null)
        {
            _waiting.Remove(client);
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Remove(LinkedListNode<IdleTimer> client)
    {
        Leave(client);
        _count--;
        _leaving -= client.Value.IsGivenUp ? 1 : 0;
    }

    private void MakeRoom()
    {
        if (_count - _leaving >= most && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _leaving++;
            first.Value.GiveUp();
        }
    }
}
