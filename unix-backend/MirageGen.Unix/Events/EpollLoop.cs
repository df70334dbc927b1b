using System.ComponentModel;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Tcp;
using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Events;

/// <summary>
/// The loop on Linux: one epoll instance, edge-triggered, so that a socket is registered once and asked again only when
/// something has changed. Sleeps to the microsecond where the kernel can (5.11), to the millisecond otherwise.
/// </summary>
internal sealed unsafe class EpollLoop : UnixLoop
{
    private const int EventsPerTurn = 256;
    private const int ForEver = -1;
    private const ulong WakeData = ulong.MaxValue;

    private readonly EpollEventBuffer _events = new(EventsPerTurn);
    private readonly EpollEventBuffer _registration = new(1);
    private readonly int _epoll;
    private readonly int _wake;
    private readonly Lock _wakeGate = new();
    private readonly EpollUdp _udp;
    private ProgramFile? _program;
    private Slot[] _slots = new Slot[256];
    private bool _hasFineTimeout = true;
    private bool _isDisposed;

    public EpollLoop()
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
        _wake = Checked(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking), "eventfd");
        _ = Checked(Control(Libc.EpollAdd, _wake, EpollEvents.Readable, WakeData), "epoll_ctl");
        Tcp = new EpollTcp(this);
        _udp = new EpollUdp(this);
    }

    /// <inheritdoc/>
    public override TcpSockets Tcp { get; }

    /// <inheritdoc/>
    public override UdpSockets Udp => _udp;

    /// <summary>The file from which embedded content is sent; the program's own unless another is set.</summary>
    public ProgramFile Program
    {
        get => _program ??= ProgramFile.Own;
        set => _program = value;
    }

    /// <summary>Has a handler called from now on whenever the descriptor becomes ready for something.</summary>
    /// <returns>False when the kernel has no room for it; <see cref="Errno.Last"/> says why.</returns>
    public bool TryRegister(int descriptor, IEpollHandler handler, EpollEvents events)
    {
        if (descriptor >= _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(descriptor + 1, _slots.Length * 2));
        }

        ref var slot = ref _slots[descriptor];
        slot.Generation++;
        slot.Handler = handler;
        if (Control(Libc.EpollAdd, descriptor, events, DataOf(descriptor)) == 0)
        {
            return true;
        }

        slot.Handler = null;
        return false;
    }

    /// <summary>Changes what a registered descriptor is watched for. What is so already is an event again.</summary>
    public void Modify(int descriptor, EpollEvents events) =>
        _ = Checked(Control(Libc.EpollModify, descriptor, events, DataOf(descriptor)), "epoll_ctl");

    /// <summary>Has another handler called for a registered descriptor.</summary>
    public void HandOver(int descriptor, IEpollHandler handler) => _slots[descriptor].Handler = handler;

    /// <summary>Closes a descriptor; its handler is not called again, not even with events already fetched.</summary>
    public void Close(int descriptor)
    {
        if (descriptor < _slots.Length)
        {
            _slots[descriptor].Handler = null;
        }

        // It is the only descriptor of its socket: closing it takes it out of the epoll set.
        _ = Libc.Close(descriptor);
    }

    /// <inheritdoc/>
    protected override void Poll(TimeSpan atMost)
    {
        var count = Wait(atMost);
        for (var i = 0; i < count; i++)
        {
            Dispatch(_events.Events(i), _events.Data(i));
        }
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        // Every write is an edge of its own: the counter need not be read, and will not overflow in this universe. A
        // post may come when the loop is over, and the descriptor be another's.
        ulong one = 1;
        lock (_wakeGate)
        {
            _ = _isDisposed ? 0 : Libc.Write(_wake, &one, sizeof(ulong));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
        {
            return;
        }

        lock (_wakeGate)
        {
            _isDisposed = true;
        }

        for (var descriptor = 0; descriptor < _slots.Length; descriptor++)
        {
            if (_slots[descriptor].Handler is not null)
            {
                Close(descriptor);
            }
        }

        _ = Libc.Close(_wake);
        _ = Libc.Close(_epoll);
        _udp.Dispose();
        _events.Dispose();
        _registration.Dispose();
    }

    private int Wait(TimeSpan atMost)
    {
        if (atMost > TimeSpan.Zero && _hasFineTimeout)
        {
            var found = Libc.EpollWait2(_epoll, _events.Pointer, _events.Capacity, new TimeSpec(atMost));
            if (found >= 0 || Errno.Last == Errno.Interrupted)
            {
                return found;
            }

            // An older kernel, or a sandbox that does not know the call.
            _hasFineTimeout = false;
        }

        var count = Libc.EpollWait(_epoll, _events.Pointer, _events.Capacity, Milliseconds(atMost));
        return count >= 0 || Errno.Last == Errno.Interrupted ? count : Checked(count, "epoll_wait");
    }

    // Rounded up: to wake too early would mean to sleep again, for nothing.
    private static int Milliseconds(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan ? ForEver : (int)Math.Min(int.MaxValue, Math.Ceiling(span.TotalMilliseconds));

    private void Dispatch(EpollEvents events, ulong data)
    {
        if (data == WakeData)
        {
            return;
        }

        ref var slot = ref _slots[(int)(uint)data];
        if (slot.Handler is { } handler && slot.Generation == (uint)(data >> 32))
        {
            handler.OnEvents(events);
        }
    }

    private ulong DataOf(int descriptor) => ((ulong)_slots[descriptor].Generation << 32) | (uint)descriptor;

    private int Control(int operation, int descriptor, EpollEvents events, ulong data)
    {
        _registration.Set(0, events | EpollEvents.EdgeTriggered, data);
        return Libc.EpollControl(_epoll, operation, descriptor, _registration.Pointer);
    }

    private static int Checked(int result, string call)
    {
        var error = result < 0 ? Errno.Last : 0;
        return error == 0
            ? result
            : throw new DeviceException($"the event loop fails: {call}: {Errno.Text(error)}", new Win32Exception(error));
    }

    private struct Slot
    {
        public IEpollHandler? Handler;
        public uint Generation;
    }
}
