/// <summary>A connection: sends what is always the same, or counts what arrives.</summary>
public sealed class IperfTcpStream(ITcpFlow flow) : IperfStream
{
    /// <summary>Octets sent at a time.</summary>
    public const int BlockOctets = 128 * 1024;

    // It never changes, so it is sent from here until it is acknowledged, and never copied.
    private static readonly byte[] Block = new byte[BlockOctets];

    private bool _isOver;

    /// <inheritdoc/>
    /// <remarks>Then the other end sees the end, which it may wait for.</remarks>
    public override async Task SendAsync(long most)
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

    public override async Task ReceiveAsync()
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

    public override void End()
    {
        _isOver = true;
        flow.Input.CancelPendingRead();
        flow.Output.CancelPendingFlush();
    }

    public override void Abort() => flow.Abort("the test is over");
}
