/// <summary>One connection of a test: sends what is always the same, or counts what arrives.</summary>
public sealed class IperfStream(ITcpFlow flow, int index)
{
    /// <summary>Octets sent at a time.</summary>
    public const int BlockOctets = 128 * 1024;

    // It never changes, so it is sent from here until it is acknowledged, and never copied.
    private static readonly byte[] Block = new byte[BlockOctets];

    private bool _isOver;

    /// <summary>Octets sent or received.</summary>
    public long Octets { get; private set; }

    /// <summary>What has been counted so far does not count.</summary>
    public void Omit() => Octets = 0;

    /// <summary>What was counted.</summary>
    public IperfStreamResults Results(TimeSpan time) =>
        new() { Id = index == 0 ? 1 : index + 2, Bytes = Octets, EndTime = time.TotalSeconds };

    /// <summary>Sends until ended, at most so many octets. Then the other end sees the end, which it may wait for.</summary>
    public async Task SendAsync(long most)
    {
        try
        {
            var isCompleted = false;
            while (!_isOver && !isCompleted && Octets < most)
            {
                var count = (int)Math.Min(Block.Length, most - Octets);
                flow.WriteImmutable(Block.AsMemory(0, count));
                isCompleted = (await flow.Output.FlushAsync()).IsCompleted;
                Octets += isCompleted ? 0 : count;
            }

            flow.Output.Complete();
        }
        catch (FlowResetException) when (_isOver)
        {
            // The other end was quicker to let go.
        }
    }

    /// <summary>Receives until ended.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            var isCompleted = false;
            while (!_isOver && !isCompleted)
            {
                var read = await flow.Input.ReadAsync();
                isCompleted = read.IsCompleted;
                Octets += read.Buffer.Length;
                flow.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (FlowResetException) when (_isOver)
        {
            // The other end was quicker to let go.
        }
    }

    /// <summary>Ends the sending or receiving, whatever it waits for.</summary>
    public void End()
    {
        _isOver = true;
        flow.Input.CancelPendingRead();
        flow.Output.CancelPendingFlush();
    }

    /// <summary>Gives up what is still under way.</summary>
    public void Abort() => flow.Abort("the test is over");
}
