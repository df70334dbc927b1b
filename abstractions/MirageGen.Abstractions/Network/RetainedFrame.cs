using System.Buffers;

namespace MirageGen;

/// <summary>Receive memory lent by a device until released.</summary>
/// <param name="octets">The frame.</param>
/// <param name="owner">The device.</param>
/// <param name="token">What the device knows it by.</param>
public readonly struct RetainedFrame(ReadOnlySequence<byte> octets, IFrameRetainer owner, int token)
{
    /// <summary>The frame; valid until released.</summary>
    public ReadOnlySequence<byte> Octets => octets;

    /// <summary>Gives the memory back. Call it once.</summary>
    public void Release() => owner.Release(token);
}
