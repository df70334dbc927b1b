namespace MirageGen.Unix.Tests;

/// <summary>Keeps copies of the frames it receives, and where batches ended.</summary>
internal sealed class FrameInbox : IFrameReceiver
{
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The frames, oldest first.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>What was known about each.</summary>
    public List<ReceiveFacts> Facts { get; } = [];

    /// <summary>How many frames had arrived at the end of each batch.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>Called with each frame, too.</summary>
    public FrameAction? OnFrame { get; set; }

    /// <summary>Waits until so many frames have arrived and their batch has ended.</summary>
    public async Task WaitForAsync(int count)
    {
        while (Batches.LastOrDefault() < count)
        {
            await _arrived.Task;
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Receive(in ReceivedFrame frame)
    {
        var copy = new byte[frame.Length];
        frame.CopyTo(0, copy);
        Frames.Add(copy);
        Facts.Add(frame.Facts);
        OnFrame?.Invoke(frame);
    }

    public void EndOfBatch()
    {
        Batches.Add(Frames.Count);
        _ = _arrived.TrySetResult();
    }

    internal delegate void FrameAction(in ReceivedFrame frame);
}
