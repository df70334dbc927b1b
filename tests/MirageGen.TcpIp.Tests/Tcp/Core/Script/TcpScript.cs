using System.Globalization;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Script;

/// <summary>
/// One core under a script: what arrives, what the application does, how time goes on, and what must be sent. Plans are carried out
/// as they come up; each must be expected (<see cref="Sends"/>) before the script goes on.
/// </summary>
internal sealed class TcpScript
{
    public static readonly TcpSequence OurInitial = new(1_000);
    public static readonly TcpSequence TheirInitial = new(5_000);

    private readonly TcpSequence _ours;
    private readonly TcpSequence _theirs;
    private readonly Queue<(TimeSpan At, TcpPlan Plan)> _sent = new();
    private TcpArrival _arrival;
    private TcpEvents _events;
    private long _theirNext;
    private bool _isDeviceFull;

    public TcpScript(TcpSettings? settings = null, TcpPath? path = null, TcpSequence? ours = null, TcpSequence? theirs = null)
    {
        Settings = settings ?? new TcpSettings();
        _ours = ours ?? OurInitial;
        _theirs = theirs ?? TheirInitial;
        Core = new TcpConnection(Settings, path ?? TcpPath.OverIPv4(1500), timestampOffset: 0);
        Now = TimeSpan.FromSeconds(100);
        Start = Now;
    }

    public TcpSettings Settings { get; }

    public TcpConnection Core { get; }

    public TimeSpan Now { get; private set; }

    public TimeSpan Start { get; }

    /// <summary>The last plan that was expected.</summary>
    public TcpPlan Last { get; private set; }

    /// <summary>Our timestamp now.</summary>
    public uint Timestamp => (uint)Now.TotalMilliseconds;

    /// <summary>A connection that a peer has opened, without options but its MSS of 1460 and those given.</summary>
    public static TcpScript Established(
        TcpSettings? settings = null, string options = "mss=1460", string window = "65535", TcpPath? path = null, double roundTrip = 0)
    {
        var script = new TcpScript(settings, path);
        script.Accept($"SYN win={window} {options}").Sends("SYN ACK");
        var echo = script.Echo(options);
        return script.After(roundTrip).Receive($"ACK win={window} {echo}").Is(TcpState.Established).Happened(TcpEvents.Established);
    }

    /// <summary>The same with SACK, and a round trip of 20 ms.</summary>
    public static TcpScript EstablishedWithSack(TcpSettings? settings = null) => Established(settings, "mss=1460 sack", roundTrip: 20);

    public TcpScript Connect()
    {
        Core.Connect(_ours, Now);
        return Drain();
    }

    public TcpScript Accept(string syn)
    {
        Core.Accept(Header(new SegmentText(syn)), _ours, Now);
        _theirNext = 1;
        return Drain();
    }

    public TcpScript AcceptCookie(string acknowledgment, string options)
    {
        _theirNext = 1;
        var offered = Header(new SegmentText("SYN " + options)).Options;
        Core.AcceptCookie(Header(new SegmentText(acknowledgment)), offered, Now);
        _theirNext = 1;
        return Receive(acknowledgment);
    }

    /// <summary>A segment arrives.</summary>
    public TcpScript Receive(string text)
    {
        NothingLeft();
        var segment = new SegmentText(text);
        var facts = new TcpSegmentFacts(segment.Has("ce"), (int)segment.Number("coalesced", 0));
        _arrival = Core.Receive(Header(segment), segment.Length, facts, Now);
        return Drain();
    }

    /// <summary>Time goes on; what is due in between is done at its time.</summary>
    public TcpScript After(double milliseconds)
    {
        NothingLeft();
        var until = Now + TimeSpan.FromMilliseconds(milliseconds);
        for (var ticks = 0; Core.Deadline <= until; ticks++)
        {
            Assert.True(ticks < 10_000, "ticks without end");
            Now = Core.Deadline > Now ? Core.Deadline : Now;
            Core.Tick(Now);
            Drain();
        }

        Now = until;
        return this;
    }

    /// <summary>Nothing is ever due unless something happens.</summary>
    public TcpScript IsIdle()
    {
        NothingLeft();
        Assert.Equal(TcpConnection.Never, Core.Deadline);
        return this;
    }

    public TcpScript Write(int octets)
    {
        NothingLeft();
        Core.Write(octets);
        return Drain();
    }

    public TcpScript Finish()
    {
        NothingLeft();
        Core.Finish();
        return Drain();
    }

    public TcpScript Consume(int octets)
    {
        NothingLeft();
        Core.Consume(octets, Now);
        return Drain();
    }

    public TcpScript Abort()
    {
        NothingLeft();
        Core.Abort();
        return Drain();
    }

    /// <summary>The path takes segments of another size.</summary>
    public TcpScript PathTakes(int sendSegment) => Do(core => core.PathChanged(sendSegment, Now));

    /// <summary>Anything else.</summary>
    public TcpScript Do(Action<TcpConnection> action)
    {
        NothingLeft();
        action(Core);
        return Drain();
    }

    /// <summary>The device has no room: plans wait.</summary>
    public TcpScript DeviceIsFull(bool isFull)
    {
        _isDeviceFull = isFull;
        return Drain();
    }

    /// <summary>The next segment that was sent is such a one; <c>at</c> gives its time in milliseconds of the script.</summary>
    public TcpScript Sends(string text)
    {
        Assert.True(_sent.Count > 0, $"nothing was sent; expected: {text}");
        var (at, plan) = _sent.Dequeue();
        Last = plan;
        new SentExpectation(new SegmentText(text), _ours, _theirs, at - Start).Check(plan);
        return this;
    }

    /// <summary>Nothing was sent that is not expected yet.</summary>
    public TcpScript SendsNothing() => NothingLeft();

    /// <summary>Whatever was sent does not matter.</summary>
    public TcpScript SendsWhatever()
    {
        _sent.Clear();
        return this;
    }

    public TcpScript Is(TcpState state)
    {
        Assert.Equal(state, Core.State);
        return this;
    }

    /// <summary>All of these and nothing else happened since the last question.</summary>
    public TcpScript Happened(TcpEvents events)
    {
        Assert.Equal(events, _events);
        _events = TcpEvents.None;
        return this;
    }

    /// <summary>Of the last arrival's payload, so much is to be kept, at an offset.</summary>
    public TcpScript Keeps(long offset, int length, int from = 0)
    {
        Assert.Equal(new TcpArrival(offset, from, length), _arrival);
        return this;
    }

    public TcpScript KeepsNothing()
    {
        Assert.Equal(0, _arrival.Length);
        return this;
    }

    public TcpScript CanRead(long octets)
    {
        Assert.Equal(octets, Core.Readable);
        return this;
    }

    /// <summary>Any other claim.</summary>
    public TcpScript Check(Action<TcpConnection> check)
    {
        check(Core);
        return this;
    }

    /// <summary>Ends the script: nothing is left that was not expected.</summary>
    public void Done() => NothingLeft();

    private string Echo(string options) =>
        new SegmentText(options) is var text && text.Has("ts")
            ? string.Create(CultureInfo.InvariantCulture, $"ts={text.Timestamps.Value}/{Timestamp}")
            : string.Empty;

    private TcpScript NothingLeft()
    {
        Assert.True(_sent.Count == 0, _sent.Count == 0 ? null : "sent and not expected: " + SegmentText.Describe(_sent.Peek().Plan, _ours, _theirs));
        return this;
    }

    private TcpScript Drain()
    {
        for (var plans = 0; !_isDeviceFull && Core.TryPlan(Now, out var plan); plans++)
        {
            Assert.True(plans < 10_000, $"plans without end: {plan.Kind}");
            _sent.Enqueue((Now, plan));
            Core.Sent(plan, Now);
        }

        _events |= Core.TakeEvents();
        return this;
    }

    private TcpHeader Header(SegmentText text)
    {
        var sequence = text.Number("seq", text.Flags.HasFlag(TcpFlags.Syn) ? 0 : _theirNext);
        var header = new TcpHeader
        {
            Flags = text.Flags,
            Sequence = new TcpSequence(_theirs.Value + (uint)sequence),
            Acknowledgment = new TcpSequence(_ours.Value + (uint)text.Number("ack", Last.Header.Sequence - _ours + LastLength)),
            Window = (ushort)text.Number("win", ushort.MaxValue),
            UrgentPointer = (ushort)text.Number("urgent", 0),
        };
        if (!text.Has("seq"))
        {
            var controls = (text.Flags.HasFlag(TcpFlags.Syn) ? 1 : 0) + (text.Flags.HasFlag(TcpFlags.Fin) ? 1 : 0);
            _theirNext = Math.Max(_theirNext, sequence + text.Length + controls);
        }

        FillOptions(ref header.Options, text);
        return header;
    }

    private int LastLength =>
        Last.Octets + (Last.Header.Has(TcpFlags.Fin) ? 1 : 0) + (Last.Header.Has(TcpFlags.Syn) ? 1 : 0);

    private void FillOptions(ref TcpOptions options, SegmentText text)
    {
        options.MaxSegment = (ushort)text.Number("mss", 0);
        options.IsSackPermitted = text.Has("sack");
        options.WindowScale = text.Has("scale") ? (byte)text.Number("scale", 0) : null;
        if (text.Has("ts"))
        {
            options.HasTimestamps = true;
            (options.TimestampValue, options.TimestampEcho) = text.Timestamps;
        }

        foreach (var (left, right) in text.Sacks)
        {
            options.Sacks[options.SackCount++] =
                new SackBlock(new TcpSequence(_ours.Value + (uint)left), new TcpSequence(_ours.Value + (uint)right));
        }
    }
}
