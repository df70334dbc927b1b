using System.Text;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Consoles;

/// <summary>
/// Standard output or standard error, written by a thread of its own: whoever reads the other end may be slow or asleep,
/// and the loop must not wait for it. What does not fit the buffer is dropped and counted.
/// </summary>
internal sealed unsafe class OutputStream : IDisposable
{
    /// <summary>The most octets that wait to be written.</summary>
    public const int BufferBytes = 256 * 1024;

    // How long the process stays for a reader that does not read.
    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(1);

    private readonly int _descriptor;
    private readonly object _gate = new();
    private byte[] _filling = [];
    private byte[] _writing = [];
    private int _filled;
    private long _dropped;
    private Thread? _thread;
    private bool _isClosing;
    private bool _isBroken;

    public OutputStream(int descriptor) => _descriptor = descriptor;

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
            if (_isBroken || _isClosing || octets > BufferBytes - _filled)
            {
                _dropped += octets;
                return;
            }

            Reserve(octets);
            _filled += Encoding.UTF8.GetBytes(text, _filling.AsSpan(_filled));
            _filled += Encoding.UTF8.GetBytes(end, _filling.AsSpan(_filled));
            if (_thread is null)
            {
                _thread = new Thread(WriteAll) { IsBackground = true, Name = "output" };
                _thread.Start();
            }

            Monitor.Pulse(_gate);
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

        _ = thread?.Join(PartingTime);
    }

    private void Reserve(int octets)
    {
        if (_filling.Length - _filled < octets)
        {
            Array.Resize(ref _filling, Math.Min(BufferBytes, Math.Max(_filled + octets, Math.Max(4096, _filling.Length * 2))));
        }
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
