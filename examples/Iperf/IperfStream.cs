/// <summary>What a test measures one of: a connection, or datagrams between two ports.</summary>
public abstract class IperfStream
{
    /// <summary>Octets sent or received.</summary>
    public long Octets { get; protected set; }

    /// <summary>Sends until ended, at most so many octets.</summary>
    public abstract Task SendAsync(long most);

    /// <summary>Receives until ended.</summary>
    public abstract Task ReceiveAsync();

    /// <summary>Ends the sending or receiving, whatever it waits for.</summary>
    public abstract void End();

    /// <summary>Gives up what is still under way.</summary>
    public abstract void Abort();

    /// <summary>What has been counted so far does not count.</summary>
    public virtual void Omit() => Octets = 0;

    /// <summary>What was counted.</summary>
    public virtual IperfStreamResults Results(int id, TimeSpan time) => new() { Id = id, Bytes = Octets, EndTime = time.TotalSeconds };
}
