namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Keeps copies of the frames it receives, and where batches ended.</summary>
internal sealed class FrameInbox : IFrameReceiver
{
    /// <summary>The frames, oldest first.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>What was known about each.</summary>
    public List<ReceiveFacts> Facts { get; } = [];

    /// <summary>Octets of each frame's first piece.</summary>
    public List<int> Heads { get; } = [];

    /// <summary>How many frames had arrived at the end of each batch.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>Called with each frame, too.</summary>
    public FrameAction? OnFrame { get; set; }

    public void Receive(in ReceivedFrame frame)
    {
        var copy = new byte[frame.Length];
        frame.CopyTo(0, copy);
        Frames.Add(copy);
        Facts.Add(frame.Facts);
        Heads.Add(frame.Head.Length);
        OnFrame?.Invoke(frame);
    }

    /// <summary>How often the carrier has come back.</summary>
    public int Returns { get; private set; }

    public void CarrierReturned() => Returns++;

    public void EndOfBatch() => Batches.Add(Frames.Count);

    internal delegate void FrameAction(in ReceivedFrame frame);
}
