using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MirageGen.Loop;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Consoles;

/// <summary>
/// The page shared with xenconsoled (public/io/console.h). The shim writes to the same ring, for what .NET itself prints and for its own
/// last words; both take the counts from the page each time.
/// </summary>
internal sealed unsafe class ConsoleRing : IEventHandler, ICancellableWait
{
    private const int InputOctets = 1024;
    private const int OutputOctets = 2048;
    private const int IndexesOffset = InputOctets + OutputOctets;

    private readonly IHypervisor _hypervisor;
    private readonly EventLoop _loop;
    private readonly OutputQueue _queue = new();
    private readonly LineEditor _editor = new();
    private readonly List<byte> _shown = [];
    private readonly LoopCompletion<string?> _arrived = new();
    private OctetRing _input;
    private OctetRing _output;
    private uint _port;
    private WaitCancellation _cancellation;
    private bool _isWaiting;

    /// <summary>Stands on the page.</summary>
    public ConsoleRing(IHypervisor hypervisor, EventLoop loop, byte* page, uint port)
    {
        _hypervisor = hypervisor;
        _loop = loop;
        StandOn(page, port);
    }

    EventLoop ICancellableWait.Loop => _loop;

    /// <summary>Octets that were dropped because too much waited.</summary>
    public long DroppedOctets => _queue.Dropped;

    /// <summary>Whether everything written has been handed to xenconsoled.</summary>
    public bool IsFlushed => _queue.Waiting.IsEmpty;

    /// <summary>Goes on, on the page and port of another domain; what waited to be shown is shown there.</summary>
    /// <exception cref="DeviceException">It has none.</exception>
    public void BeginAnew()
    {
        var (page, port) = _hypervisor.ConsoleChannel;
        StandOn((byte*)page, port);
        if (Flush())
        {
            _hypervisor.Notify(_port);
        }
    }

    /// <summary>Shows text, now or when there is room for it.</summary>
    public void Write(ReadOnlySpan<char> text, ReadOnlySpan<char> end = default)
    {
        _queue.Add(text);
        _queue.Add(end);
        if (Flush())
        {
            _hypervisor.Notify(_port);
        }
    }

    /// <summary>The next line that is typed.</summary>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        if (_isWaiting)
        {
            throw new InvalidOperationException("A line is being read already.");
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<string?>(cancellation);
        }

        if (_editor.TryTake(out var line))
        {
            return new(line);
        }

        _arrived.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellation);
        return _arrived.Task;
    }

    void ICancellableWait.CancelWait()
    {
        if (_isWaiting && _cancellation.Token is { IsCancellationRequested: true } token)
        {
            EndWait();
            _arrived.SetException(new OperationCanceledException(token));
        }
    }

    void IEventHandler.OnEvent()
    {
        var isRead = Read();
        if (Flush() || isRead)
        {
            _hypervisor.Notify(_port);
        }

        if (_isWaiting && _editor.TryTake(out var line))
        {
            EndWait();
            _arrived.SetResult(line);
        }
    }

    [MemberNotNull(nameof(_input), nameof(_output))]
    private void StandOn(byte* page, uint port)
    {
        var indexes = (uint*)(page + IndexesOffset);
        _input = new(page, InputOctets, indexes, indexes + 1);
        _output = new(page + InputOctets, OutputOctets, indexes + 2, indexes + 3);
        _port = port;
        _hypervisor.ListenTo(port, this);
    }

    private bool Read()
    {
        Span<byte> octets = stackalloc byte[256];
        var any = false;
        for (var count = _input.Read(octets); count > 0; count = _input.Read(octets))
        {
            any = true;
            _editor.Type(octets[..count], _shown);
            _queue.Add(CollectionsMarshal.AsSpan(_shown));
            _shown.Clear();
        }

        return any;
    }

    private bool Flush()
    {
        var count = _output.Write(_queue.Waiting);
        _queue.Remove(count);
        return count > 0;
    }

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }
}
