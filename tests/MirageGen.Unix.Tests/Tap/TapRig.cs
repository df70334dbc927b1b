using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tests;

/// <summary>A TAP device with a cable that the test holds the other end of.</summary>
internal static class TapRig
{
    /// <summary>The device's address.</summary>
    public static readonly MacAddress Address = MacAddress.Parse("02:00:00:00:00:02");

    /// <summary>Runs a test with a device on a loop.</summary>
    public static void Run(FramePair pair, Func<TapNetwork, Task> test)
    {
        using (pair)
        {
            LoopKind.Epoll.Run(async rig =>
            {
                using var network = new TapNetwork((EpollLoop)rig.Loop, pair.Tap, Address, NullLogger<TapNetwork>.Instance);
                await test(network);
            });
        }
    }

    /// <summary>A frame of some length, each octet telling its place.</summary>
    public static byte[] Frame(int length, int seed = 0)
    {
        var frame = new byte[length];
        for (var i = 0; i < length; i++)
        {
            frame[i] = (byte)((i * 7) + seed);
        }

        return frame;
    }

    /// <summary>Sends a copy of a frame.</summary>
    public static bool TrySend(this INetwork network, ReadOnlySpan<byte> frame, in TransmitOffload offload = default)
    {
        if (!network.TryReserve(frame.Length, out var room))
        {
            return false;
        }

        frame.CopyTo(room);
        network.Send(frame.Length, offload);
        return true;
    }
}
