using System.Text;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Consoles;

/// <summary>
/// Standard output, standard error or a file, written by a thread of its own: whoever reads the other end may be slow or
/// asleep, a disk too, and the loop must not wait for it. What does not fit the buffer is dropped and counted.
/// </summary>
internal sealed unsafe class OutputStream : IDisposable
{
    /// <summary>The most octets that wait for the reader of a standard stream.</summary>
    public const int BufferBytes = 256 * 1024;

    // How long the process stays for the reader of a standard stream that does not read.
    private static readonly TimeSpan StandardPartingTime = TimeSpan.FromSeconds(1);

    private readonly int _descriptor;
    private readonly int _bufferBytes;
    private readonly TimeSpan _partingTime;
    private readonly object _gate = new();
    private byte[] _filling = [];
    private byte[] _writing = [];
    private int _filled;
    private long _dropped;
    private Thread? _thread;
    private bool _isClosing;
    private bool _isBroken;

    /// <summary>Writes to a standard stream.</summary>
    public OutputStream(int descriptor)
        : this(descriptor, BufferBytes, StandardPartingTime)
    {
    }

    /// <summary>Writes to any descriptor.</summary>
    /// <param name="descriptor">Left open.</param>
    /// <param name="bufferBytes">The most octets that wait to be written.</param>
    /// <param name="partingTime">How long disposing waits for the other end to take them.</param>
    public OutputStream(int descriptor, int bufferBytes, TimeSpan partingTime)
    {
        _descriptor = descriptor;
        _bufferBytes = bufferBytes;
        _partingTime = partingTime;
    }

    /// <summary>Octets that were not written: the buffer was full, or the other end is closed.</summary>
    public long DroppedBytes => Interlocked.Read(ref _dropped);

    /// <summary>Queues text, all of it or nothing. Thread-safe; never waits.</summary>
    public void Write(ReadOnlySpan<char> text, ReadOnlySpan<char> end = default)
    {
        var octets = Encoding.UTF8.GetByteCount(text) + Encoding.UTF8.GetByteCount(end);
        if (octets == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (TryReserve(octets))
            {
                _filled += Encoding.UTF8.GetBytes(text, _filling.AsSpan(_filled));
                _filled += Encoding.UTF8.GetBytes(end, _filling.AsSpan(_filled));
            }
        }
    }

    /// <summary>Queues octets, all of them or nothing. Thread-safe; never waits.</summary>
    /// <returns>False when they were dropped.</returns>
    public bool TryWrite(ReadOnlySpan<byte> start, ReadOnlySpan<byte> rest)
    {
        lock (_gate)
        {
            if (!TryReserve(start.Length + rest.Length))
            {
                return false;
            }

            start.CopyTo(_filling.AsSpan(_filled));
            rest.CopyTo(_filling.AsSpan(_filled + start.Length));
            _filled += start.Length + rest.Length;
            return true;
        }
    }

    /// <summary>Takes no more, and gives what was queued a moment to leave.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            _isClosing = true;
            thread = _thread;
            Monitor.Pulse(_gate);
        }

        _ = thread?.Join(_partingTime);
    }

    // Called with the gate held, which the writer needs before it sees what is then filled.
    private bool TryReserve(int octets)
    {
        if (_isBroken || _isClosing || octets > _bufferBytes - _filled)
        {
            _dropped += octets;
            return false;
        }

        if (_filling.Length - _filled < octets)
        {
            Array.Resize(ref _filling, Math.Min(_bufferBytes, Math.Max(_filled + octets, Math.Max(4096, _filling.Length * 2))));
        }

        if (_thread is null)
        {
            _thread = new Thread(WriteAll) { IsBackground = true, Name = "output" };
            _thread.Start();
        }

        if (_filled == 0)
        {
            // It waits only while there is nothing.
            Monitor.Pulse(_gate);
        }

        return true;
    }

    private void WriteAll()
    {
        while (TakeFilled() is { Length: > 0 } octets)
        {
            if (!TryWriteOut(octets.Span))
            {
                lock (_gate)
                {
                    _isBroken = true;
                    _dropped += octets.Length + _filled;
                    _filled = 0;
                }

                return;
            }
        }
    }

    private ReadOnlyMemory<byte> TakeFilled()
    {
        lock (_gate)
        {
            while (_filled == 0 && !_isClosing)
            {
                Monitor.Wait(_gate);
            }

            (_filling, _writing) = (_writing, _filling);
            var taken = _writing.AsMemory(0, _filled);
            _filled = 0;
            return taken;
        }
    }

    private bool TryWriteOut(ReadOnlySpan<byte> octets)
    {
        fixed (byte* first = octets)
        {
            for (var done = 0; done < octets.Length;)
            {
                var count = Libc.Write(_descriptor, first + done, (nuint)(octets.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                }
                else if (Errno.Last is var error && error != Errno.Interrupted && !(Errno.IsAgain(error) && WaitForRoom()))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // The descriptor may have been made non-blocking by another process that has it too.
    private bool WaitForRoom()
    {
        var entry = new PollEntry { Descriptor = _descriptor, Asked = PollEntry.Writable };
        return Libc.Poll(&entry, 1, milliseconds: 1000) >= 0;
    }
}
