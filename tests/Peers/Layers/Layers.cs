// Four layers as a network stack has them: each writes an octet in front and hands on what it was given. The same
// source is compiled into the image that the composer wires and into the one that is wired by hand.
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MirageGen.Peers.Layers;

public interface IWire
{
    int Send(Span<byte> frame, int headroom);
}

public interface ILink
{
    int Send(Span<byte> frame, int headroom);
}

public interface IPackets
{
    int Send(Span<byte> frame, int headroom);
}

public interface IDatagrams
{
    int Send(Span<byte> frame, int headroom);
}

[Device(typeof(IWire))]
public sealed class Wire : IWire
{
    private int _sum;

    public int Send(Span<byte> frame, int headroom)
    {
        frame[headroom - 1] = 4;
        return _sum += frame[headroom];
    }
}

[Device(typeof(ILink))]
public sealed class Link(IWire wire) : ILink
{
    public int Send(Span<byte> frame, int headroom)
    {
        frame[headroom - 1] = 3;
        return wire.Send(frame, headroom - 1);
    }
}

[Device(typeof(IPackets))]
public sealed class Packets(ILink link) : IPackets
{
    public int Send(Span<byte> frame, int headroom)
    {
        frame[headroom - 1] = 2;
        return link.Send(frame, headroom - 1);
    }
}

[Device(typeof(IDatagrams))]
public sealed class Datagrams(IPackets packets) : IDatagrams
{
    public int Send(Span<byte> frame, int headroom)
    {
        frame[headroom - 1] = 1;
        return packets.Send(frame, headroom - 1);
    }
}

/// <summary>Sends often and says how long one call takes.</summary>
[Unikernel]
public sealed class LayerCost(IDatagrams datagrams, TimeProvider clock, IConsole console)
{
    private const int Calls = 30_000_000;
    private const int WarmUpCalls = 100_000;
    private const int Rounds = 7;

    /// <summary>A JIT compiles what is called often once more, in the background; an image is what it is.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public Task RunAsync()
    {
        var frame = new byte[64];
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start) < WarmUp;)
        {
            Send(frame, WarmUpCalls);
        }

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = clock.GetTimestamp();
            Send(frame, Calls);
            best = Math.Min(best, clock.GetElapsedTime(start).TotalNanoseconds / Calls);
        }

        console.WriteLine(best.ToString("F3", CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Send(byte[] frame, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            datagrams.Send(frame, 16);
        }
    }
}
