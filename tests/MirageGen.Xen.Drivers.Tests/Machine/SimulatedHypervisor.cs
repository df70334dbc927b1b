using System.Runtime.InteropServices;
using MirageGen.Loop;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// A hypervisor with one domain: pages out of one arena, where a frame's number is its place, and event channels over a page of
/// real bitmaps (public/xen.h, struct shared_info), whose other ends are methods of a test.
/// </summary>
internal sealed unsafe class SimulatedHypervisor : IHypervisor, IDisposable
{
    public const int PageOctets = 4096;
    public const int ArenaPages = 2048;

    private const int SelectorOffset = 8;
    private const int PendingOffset = 2048;
    private const int MaskOffset = 2560;
    private const int MostPorts = 128;

    private readonly EventLoop _loop;
    private readonly byte* _arena;
    private readonly bool[] _isTaken = new bool[ArenaPages];
    private readonly SimulatedPort?[] _ports = new SimulatedPort?[MostPorts];
    private readonly byte* _sharedInfo;
    private readonly EventChannels _channels;
    private bool _isUpcallDue;

    public SimulatedHypervisor(EventLoop loop)
    {
        _loop = loop;
        _arena = (byte*)NativeMemory.AlignedAlloc(ArenaPages * PageOctets, PageOctets);

        // Frame 0 is nobody's, so that a frame number that was never written is found out.
        _isTaken[0] = true;
        _sharedInfo = TakePages(1);
        new Span<byte>(_sharedInfo + MaskOffset, 512).Fill(byte.MaxValue);
        _channels = new(_sharedInfo);
    }

    /// <summary>Is asked before pages, by their first frame and their number, are taken back: whether another domain may get into them.</summary>
    public Func<uint, int, bool>? IsGranted { get; set; }

    /// <inheritdoc/>
    public (nint Page, uint Port) StoreChannel { get; set; }

    /// <inheritdoc/>
    public (nint Page, uint Port) ConsoleChannel { get; set; }

    /// <summary>What becomes of a domain that is suspended: whether it goes on as another one.</summary>
    public Func<bool> OnSuspend { get; set; } = static () => false;

    /// <summary>How often the domain was suspended.</summary>
    public int Suspensions { get; private set; }

    /// <summary>What a driver did that the machine does not forgive.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Pages that are taken now.</summary>
    public int TakenPages => _isTaken.Count(static taken => taken);

    /// <summary>The most pages that may be taken.</summary>
    public int PageLimit { get; set; } = ArenaPages;

    /// <summary>How often this domain has notified others.</summary>
    public long Notifications { get; private set; }

    /// <summary>Ports that are open.</summary>
    public int OpenPorts => _ports.Count(static port => port is not null);

    public byte* TakePages(int count)
    {
        for (var first = 1; TakenPages + count <= PageLimit && first + count <= ArenaPages; first++)
        {
            if (!_isTaken.AsSpan(first, count).Contains(true))
            {
                _isTaken.AsSpan(first, count).Fill(true);
                var pages = At((uint)first);
                new Span<byte>(pages, count * PageOctets).Clear();
                return pages;
            }
        }

        throw new DeviceException("out of memory");
    }

    public void GivePages(byte* first, int count)
    {
        var frame = FrameOf(first);
        for (var i = frame; i < frame + count; i++)
        {
            if (!_isTaken[i])
            {
                Faults.Add($"page {i} is given back twice");
            }

            _isTaken[i] = false;
        }

        if (IsGranted?.Invoke(frame, count) == true)
        {
            Faults.Add($"a page of {frame} to {frame + count - 1} is given back while another domain may use it");
        }

        // Whoever reads them still shall notice.
        new Span<byte>(first, count * PageOctets).Fill(0xdd);
    }

    public uint FrameOf(byte* address) => (uint)((address - _arena) / PageOctets);

    /// <summary>A frame's memory.</summary>
    public byte* At(uint frame) =>
        frame < ArenaPages ? _arena + ((long)frame * PageOctets) : throw new ArgumentOutOfRangeException(nameof(frame));

    public uint OpenPort(ushort remote, IEventHandler handler)
    {
        var port = MakePort(null);
        ListenTo(port, handler);
        return port;
    }

    public void ListenTo(uint port, IEventHandler handler)
    {
        _channels.Listen(port, handler);
        *Bits(MaskOffset, port) &= ~Bit(port);
        if ((*Bits(PendingOffset, port) & Bit(port)) != 0)
        {
            Upcall(port);
        }
    }

    public void Notify(uint port)
    {
        Notifications++;
        if (Find(port) is { } found)
        {
            found.Ring(_loop);
        }
        else
        {
            Faults.Add($"port {port} is notified, but not open");
        }
    }

    public void ClosePort(uint port)
    {
        if (Find(port) is null)
        {
            Faults.Add($"port {port} is closed, but not open");
            return;
        }

        _channels.Forget(port);
        _ports[port]!.Remote = null;
        _ports[port] = null;
        *Bits(PendingOffset, port) &= ~Bit(port);
        *Bits(MaskOffset, port) |= Bit(port);
    }

    public bool Suspend()
    {
        Suspensions++;
        return OnSuspend();
    }

    /// <summary>
    /// The domain becomes another one: no port is open but one that is nobody's here, as the shim's timer has it, so that those of the
    /// toolstack get other numbers; those who were at the other ends reach nobody.
    /// </summary>
    public void ChangeDomain()
    {
        foreach (var port in _ports)
        {
            if (port is not null)
            {
                port.Remote = null;
            }
        }

        Array.Clear(_ports);
        _channels.ForgetAll();
        new Span<byte>(_sharedInfo, PageOctets).Clear();
        new Span<byte>(_sharedInfo + MaskOffset, 512).Fill(byte.MaxValue);
        _ = MakePort(null);
    }

    /// <summary>Makes a port as the toolstack does.</summary>
    /// <param name="remote">Called when this domain notifies.</param>
    public uint MakePort(Action? remote)
    {
        var number = Array.FindIndex(_ports, 1, static port => port is null);
        _ports[number] = new() { Remote = remote };
        return (uint)number;
    }

    /// <summary>Binds the other end of a port.</summary>
    /// <returns>False when there is no such port.</returns>
    public bool TryBind(uint port, Action remote)
    {
        if (Find(port) is not { } found)
        {
            return false;
        }

        found.Remote = remote;
        return true;
    }

    /// <summary>The other end of a port notifies this domain.</summary>
    public void Raise(uint port)
    {
        if (Find(port) is null)
        {
            return;
        }

        *Bits(PendingOffset, port) |= Bit(port);
        if ((*Bits(MaskOffset, port) & Bit(port)) == 0)
        {
            Upcall(port);
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_arena);

    private static ulong Bit(uint port) => 1ul << (int)(port % 64);

    private SimulatedPort? Find(uint port) => port < MostPorts ? _ports[port] : null;

    private ulong* Bits(int offset, uint port) => (ulong*)(_sharedInfo + offset) + (port / 64);

    private void Upcall(uint port)
    {
        *(ulong*)(_sharedInfo + SelectorOffset) |= 1ul << (int)(port / 64);
        if (!_isUpcallDue)
        {
            _isUpcallDue = true;
            _loop.Enqueue(static hypervisor => ((SimulatedHypervisor)hypervisor!).Dispatch(), this);
        }
    }

    private void Dispatch()
    {
        _isUpcallDue = false;
        _channels.Dispatch();
    }
}
