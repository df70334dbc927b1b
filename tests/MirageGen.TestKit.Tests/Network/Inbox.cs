using System.Buffers;

namespace MirageGen.TestKit.Tests.Network;

/// <summary>Keeps what a network device receives.</summary>
internal sealed class Inbox : IFrameReceiver
{
    public List<byte[]> Frames { get; } = [];

    public List<ReceiveFacts> Facts { get; } = [];

    public List<int> Pieces { get; } = [];

    /// <summary>How many frames each batch had.</summary>
    public List<int> Batches { get; } = [];

    public List<RetainedFrame> Retained { get; } = [];

    /// <summary>Whether to keep the memory of each frame.</summary>
    public bool Retains { get; init; }

    private int InBatch { get; set; }

    public void Receive(in ReceivedFrame frame)
    {
        var octets = new byte[frame.Length];
        frame.CopyTo(0, octets);
        Frames.Add(octets);
        Facts.Add(frame.Facts);
        Pieces.Add(frame.PieceCount);
        Assert.True(frame.Head.Length >= Math.Min(frame.Length, ReceivedFrame.HeaderOctets));
        InBatch++;
        if (Retains && frame.TryRetain(out var retained))
        {
            Assert.Equal(octets, retained.Octets.ToArray());
            Retained.Add(retained);
        }
    }

    public void EndOfBatch()
    {
        Batches.Add(InBatch);
        InBatch = 0;
    }
}
