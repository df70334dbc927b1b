using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>A core under random headers, most of them near what it expects, and random calls.</summary>
internal sealed class FuzzedCore
{
    private readonly SeededRandom _random;
    private readonly TcpConnection _core;
    private readonly TcpSettings _settings;
    private readonly TcpSequence _ours;
    private readonly TcpSequence _theirs;
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private TcpSequence _lastSequence;
    private TcpSequence _lastAcknowledgment;
    private uint _lastTimestamp;
    private long _written;
    private long _consumed;
    private long _acknowledged;
    private long _edge;
    private bool _isClosed;

    public FuzzedCore(SeededRandom random)
    {
        _random = random;
        _settings = new TcpSettings
        {
            SelectiveAcknowledgments = random.Chance(0.7),
            Timestamps = random.Chance(0.5),
            WindowScaling = random.Chance(0.5),
            Ecn = random.Pick(TcpEcn.Off, TcpEcn.OnRequest, TcpEcn.Always),
            Nagle = random.Chance(0.5),
            CongestionControl = random.Pick(TcpCongestionControl.Cubic, TcpCongestionControl.NewReno),
            InitialReceiveBuffer = 1 + random.NextInt32(100_000),
            MaxReceiveBuffer = 1 + random.NextInt32(1_000_000),
            MaxOutOfOrderRuns = 1 + random.NextInt32(20),
            MaxSegmentsInFlight = 1 + random.NextInt32(40),
            KeepAliveIdle = random.Chance(0.3) ? TimeSpan.FromSeconds(10) : null,
            UserTimeout = TimeSpan.FromSeconds(1 + random.NextInt32(300)),
        };
        _core = new TcpConnection(_settings, TcpPath.OverIPv4(576 + random.NextInt32(9_000), random.Chance(0.5)), (uint)random.NextUInt64());
        _ours = new TcpSequence(random.Chance(0.5) ? uint.MaxValue - (uint)random.NextInt32(3_000) : (uint)random.NextUInt64());
        _theirs = new TcpSequence(random.Chance(0.5) ? uint.MaxValue - (uint)random.NextInt32(3_000) : (uint)random.NextUInt64());
        _lastSequence = _ours;
        _lastAcknowledgment = _theirs + 1;
    }

    public HashSet<TcpState>? SeenStates { get; init; }

    public void Run(int steps)
    {
        Begin();
        for (var step = 0; step < steps; step++)
        {
            Step();
            SendSome();
            Check();
        }
    }

    private void Begin()
    {
        var header = AnyHeader();
        switch (_random.NextInt32(3))
        {
            case 0:
                _core.Connect(_ours, _now);
                break;
            case 1:
                header.Flags = TcpFlags.Syn | (header.Flags & (TcpFlags.Ece | TcpFlags.Cwr));
                header.Sequence = _theirs;
                _core.Accept(header, _ours, _now);
                break;
            default:
                header.Flags = TcpFlags.Ack;
                header.Sequence = _theirs + 1;
                header.Acknowledgment = _ours + 1;
                _core.AcceptCookie(header, AnyOptions(), _now);
                break;
        }
    }

    private void Step()
    {
        switch (_random.NextInt32(12))
        {
            case < 7:
                Receive();
                break;
            case 7:
                _now += _random.NextTimeSpan(_random.Chance(0.1) ? TimeSpan.FromMinutes(3) : TimeSpan.FromMilliseconds(300));
                Tick();
                break;
            case 8 when !HasFinished:
                var octets = _random.NextInt32(20_000);
                _written += octets;
                _core.Write(octets);
                break;
            case 9 when _core.Readable > 0:
                var taken = 1 + _random.NextInt32((int)_core.Readable);
                _consumed += taken;
                _core.Consume(taken, _now);
                break;
            case 10:
                Tick();
                break;
            case 11 when _random.Chance(0.3):
                Seldom();
                break;
        }
    }

    private bool HasFinished { get; set; }

    private void Seldom()
    {
        switch (_random.NextInt32(9))
        {
            case < 4:
                HasFinished = true;
                _core.Finish();
                break;
            case 4:
                _core.PathChanged(_random.NextInt32(3_000), _now);
                break;
            case 5:
                _core.ReportError(_random.Pick(TcpPathError.Refused, TcpPathError.Unreachable), Near(_lastSequence));
                break;
            case 6:
                _core.NoDelay = !_core.NoDelay;
                break;
            case 7 when _random.Chance(0.3):
                _core.StopReading(_now);
                break;
            case 8 when _random.Chance(0.2):
                _core.Abort();
                break;
        }
    }

    private void Receive()
    {
        var header = AnyHeader();
        var octets = _random.Chance(0.5) ? 0 : _random.NextInt32(_random.Chance(0.1) ? 65_000 : 3_000);
        var facts = new TcpSegmentFacts(_random.Chance(0.1), _random.Chance(0.3) ? 1 + _random.NextInt32(1_500) : 0);
        var arrival = _core.Receive(header, octets, facts, _now);
        Assert.True(arrival.Length >= 0 && arrival.PayloadStart >= 0 && arrival.PayloadStart + arrival.Length <= octets, "payload");
        if (arrival.Length > 0)
        {
            Assert.True(arrival.Offset >= _consumed && arrival.Offset + arrival.Length <= _consumed + _core.ReceiveCapacity, "buffer");
        }
    }

    private void Tick()
    {
        for (var i = 0; _core.Deadline <= _now; i++)
        {
            Assert.True(i < 100, "ticks without end");
            _core.Tick(_now);
            SendSome();
        }
    }

    private void SendSome()
    {
        if (_random.Chance(0.1))
        {
            return;
        }

        for (var i = 0; _core.TryPlan(_now, out var plan); i++)
        {
            Assert.True(i < 1_000, $"plans without end: {plan.Kind} {plan.Offset}+{plan.Octets} {plan.Header.Flags} {_written} {_core.State} {_core.Measures}");
            Assert.True(_core.TryPlan(_now, out var again) && again.Kind == plan.Kind && again.Octets == plan.Octets, "planning changes something");
            CheckPlan(plan);
            _core.Sent(plan, _now);
        }
    }

    private void CheckPlan(in TcpPlan plan)
    {
        Assert.True(plan.Octets == 0 || (plan.Offset >= _core.Acknowledged && plan.Offset + plan.Octets <= _written), "not in the buffer");
        Assert.True(plan.Octets <= Math.Max(plan.SegmentOctets, TcpPath.MostPlanOctets), "too large");
        var optionOctets = (plan.Header.Options.HasTimestamps ? 12 : 0) + (plan.Header.Options.SackCount > 0 ? 4 + (8 * plan.Header.Options.SackCount) : 0);
        Assert.True(plan.Header.Has(TcpFlags.Syn) || optionOctets <= 40, "options do not fit");
        if (plan.Kind is TcpPlanKind.StrayReset)
        {
            return;
        }

        _lastSequence = plan.Header.Sequence + plan.Octets;
        if (plan.Header.Has(TcpFlags.Ack))
        {
            _lastAcknowledgment = plan.Header.Acknowledgment;
        }

        _lastTimestamp = plan.Header.Options.TimestampValue;
    }

    private void Check()
    {
        SeenStates?.Add(_core.State);
        var events = _core.TakeEvents();
        Assert.False(_isClosed && events != TcpEvents.None, "events after the last");
        _isClosed |= events.HasFlag(TcpEvents.Closed);
        Assert.False(_isClosed && _core.State != TcpState.Closed, "back from the dead");
        var measures = _core.Measures;
        Assert.True(_core.Acknowledged >= _acknowledged && _core.Acknowledged <= _written, "acknowledged");
        Assert.True(_core.Readable >= 0 && _core.Readable <= _core.ReceiveCapacity, "readable");
        Assert.True(measures.InFlight >= 0 && measures.InFlight <= _written + 1 - _core.Acknowledged, "in flight");
        Assert.True(measures.CongestionWindow >= 0 && measures.SegmentOctets >= 0, "window");
        Assert.True(_consumed + _core.ReceiveCapacity >= _edge, "the buffer has shrunk");
        Assert.True(_core.Deadline > TimeSpan.Zero, "deadline");
        _acknowledged = _core.Acknowledged;
        _edge = _consumed + _core.ReceiveCapacity;
    }

    private TcpHeader AnyHeader() => new()
    {
        Flags = _random.Chance(0.85)
            ? TcpFlags.Ack | _random.Pick(TcpFlags.None, TcpFlags.None, TcpFlags.None, TcpFlags.Psh, TcpFlags.Fin, TcpFlags.Ece, TcpFlags.Cwr, TcpFlags.Syn)
            : (TcpFlags)_random.NextInt32(256) & (_random.Chance(0.9) ? ~TcpFlags.Rst : (TcpFlags)255),
        Sequence = _random.Chance(0.3) ? _theirs : Near(_lastAcknowledgment),
        Acknowledgment = Near(_lastSequence),
        Window = (ushort)_random.NextInt32(_random.Pick(2, 3_000, 65_536)),
        UrgentPointer = (ushort)_random.NextInt32(65_536),
        Options = AnyOptions(),
    };

    private TcpOptions AnyOptions()
    {
        var options = new TcpOptions
        {
            MaxSegment = (ushort)(_random.Chance(0.3) ? 0 : _random.NextInt32(10_000)),
            WindowScale = _random.Chance(0.5) ? (byte)_random.NextInt32(20) : null,
            IsSackPermitted = _random.Chance(0.7),
            HasTimestamps = _random.Chance(0.8),
            TimestampValue = (uint)_now.TotalMilliseconds + (uint)_random.NextInt32(4) - 2,
            TimestampEcho = _random.Chance(0.8) ? _lastTimestamp - (uint)_random.NextInt32(100) : (uint)_random.NextUInt64(),
            SackCount = (byte)_random.NextInt32(6),
        };
        for (var i = 0; i < SackBlocks.Most; i++)
        {
            var left = Near(_lastSequence) - _random.NextInt32(10_000);
            options.Sacks[i] = new SackBlock(left, left + _random.NextInt32(5_000));
        }

        return options;
    }

    private TcpSequence Near(TcpSequence sequence) => _random.NextInt32(10) switch
    {
        < 5 => sequence,
        < 7 => sequence + _random.NextInt32(4) - 2,
        < 9 => sequence + _random.NextInt32(20_000) - 10_000,
        _ => new TcpSequence((uint)_random.NextUInt64()),
    };
}
