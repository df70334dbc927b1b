using System.Buffers;
using System.Runtime.CompilerServices;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tcp;

/// <content>
/// Sending: a block as it is, pieces gathered, or much of the program's own file from the kernel's cache of it.
/// </content>
internal sealed unsafe partial class EpollFlow
{
    private const int MostPieces = 16;

    /// <summary>From so many octets on they are sent from the file; fewer, asked for often, cost less to copy (measured with 100 kB).</summary>
    private const int LeastFileOctets = 256 * 1024;

    /// <summary>The most of the file that is sent at once: more than a turn's share, since nothing is copied.</summary>
    private const int MostFileOctets = 1024 * 1024;

    /// <inheritdoc/>
    protected override TransferStatus SendNow(ref SendQueue queue, out long count, out bool wasFilled)
    {
        nint result;
        long offered;
        do
        {
            result = TrySend(queue.First!, queue.Sendable, out offered);
        }
        while (result == -Errno.Interrupted);

        count = Math.Max(result, 0);
        wasFilled = count < offered;
        return result >= 0 ? TransferStatus.Done : Judge((int)-result);
    }

    /// <param name="segment">The first.</param>
    /// <param name="sendable">How much there is to send, in it and in those that follow.</param>
    /// <param name="offered">How much the host was offered; it is full when it takes less.</param>
    /// <returns>How much it took; an error's number, negative.</returns>
    private nint TrySend(Segment segment, long sendable, out long offered)
    {
        if (!segment.IsReference && segment.Count >= sendable)
        {
            offered = sendable;
            return Outcome(Libc.Send(_socket, segment.FirstOctet, (nuint)offered, Libc.MessageNoSignal));
        }

        if (segment.IsReference && TryLocate(segment, sendable, out var offset))
        {
            var most = Math.Min(Math.Min(segment.Count, sendable), MostFileOctets);
            var result = Outcome(Libc.SendFile(_socket, _loop.Program.Descriptor, &offset, (nuint)most));
            if (result is not (0 or -Errno.Invalid or -Errno.NoSystemCall))
            {
                // It may also take less than it has room for; the next try tells.
                offered = result;
                return result;
            }

            // Not from this file, then.
            _loop.Program = ProgramFile.None;
        }
        else if (segment is { IsReference: false, Count: > 0, Following: { IsReference: true } next }
            && TryLocate(next, sendable - segment.Count, out _))
        {
            offered = segment.Count;
            return Outcome(Libc.Send(_socket, segment.FirstOctet, (nuint)offered, Libc.MessageNoSignal | Libc.MessageMore));
        }

        return SendGathered(segment, sendable, out offered);
    }

    private static nint Outcome(nint result) => result < 0 ? -Errno.Last : result;

    private bool TryLocate(Segment segment, long sendable, out long offset)
    {
        // By what it was, not by what is left: its last octets go the way of its first.
        if (segment.End < LeastFileOctets)
        {
            offset = 0;
            return false;
        }

        using var pin = segment.Unsent.Pin();
        return _loop.Program.TryLocate(pin.Pointer, Math.Min(segment.Count, sendable), out offset);
    }

    private nint SendGathered(Segment? segment, long sendable, out long offered)
    {
        var vectors = stackalloc IoVector[MostPieces];
        Pins pins = default;
        var pieces = 0;
        var most = Math.Min(sendable, TurnShare.Octets);
        offered = 0;
        for (; segment is not null && pieces < MostPieces && offered < most; segment = segment.Following)
        {
            if (segment.Count == 0)
            {
                continue;
            }

            if (segment.IsReference)
            {
                pins[pieces] = segment.Unsent.Pin();
            }

            var length = Math.Min(segment.Count, most - offered);
            vectors[pieces].Base = segment.IsReference ? pins[pieces].Pointer : segment.FirstOctet;
            vectors[pieces++].Length = (nuint)length;
            offered += length;
        }

        var message = new MessageHeader { Vectors = vectors, VectorCount = (nuint)pieces };
        var result = Outcome(Libc.SendMessage(_socket, &message, Libc.MessageNoSignal));
        for (var i = 0; i < pieces; i++)
        {
            pins[i].Dispose();
        }

        return result;
    }

    [InlineArray(MostPieces)]
    private struct Pins
    {
        private MemoryHandle _first;
    }
}
