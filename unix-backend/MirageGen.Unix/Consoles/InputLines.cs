using System.Runtime.InteropServices;
using System.Text;
using MirageGen.Loop;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Consoles;

/// <summary>
/// The lines of standard input. A thread of its own reads, and only when a line is asked for; what it read is cut into
/// lines on the loop.
/// </summary>
internal sealed unsafe class InputLines(EventLoop loop) : ICancellableWait
{
    /// <summary>A longer line is handed out in pieces of this length.</summary>
    public const int MostLineBytes = 64 * 1024;

    private readonly object _gate = new();
    private readonly LoopCompletion<string?> _arrived = new();
    private readonly Queue<string> _lines = new();
    private readonly List<byte> _partial = [];
    private WaitCancellation _cancellation;
    private Thread? _thread;
    private bool _isWaiting;
    private bool _isReading;
    private bool _isDemanded;
    private bool _hasEnded;

    EventLoop ICancellableWait.Loop => loop;

    /// <summary>The next line; null at the end of the input.</summary>
    public ValueTask<string?> ReadAsync(CancellationToken cancellation)
    {
        if (_isWaiting)
        {
            throw new InvalidOperationException("A line is being read already.");
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<string?>(cancellation);
        }

        if (_lines.TryDequeue(out var line) || _hasEnded)
        {
            return new(line);
        }

        _arrived.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellation);
        Demand();
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

    private void Demand()
    {
        if (_isReading)
        {
            return;
        }

        _isReading = true;
        if (_thread is null)
        {
            _thread = new Thread(ReadAll) { IsBackground = true, Name = "input" };
            _thread.Start();
        }

        lock (_gate)
        {
            _isDemanded = true;
            Monitor.Pulse(_gate);
        }
    }

    private void ReadAll()
    {
        var buffer = new byte[4096];
        int count;
        do
        {
            AwaitDemand();
            count = ReadSome(buffer);
            var octets = buffer[..Math.Max(count, 0)];
            loop.Post(static state => ((Arrival)state!).Deliver(), new Arrival(this, octets));
        }
        while (count > 0);
    }

    private void AwaitDemand()
    {
        lock (_gate)
        {
            while (!_isDemanded)
            {
                Monitor.Wait(_gate);
            }

            _isDemanded = false;
        }
    }

    private static int ReadSome(byte[] buffer)
    {
        fixed (byte* first = buffer)
        {
            nint count;
            do
            {
                count = Libc.Read(Libc.StandardInput, first, (nuint)buffer.Length);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);

            // An input that cannot be read is one that has ended.
            return (int)count;
        }
    }

    private void Take(byte[] octets)
    {
        _isReading = false;
        _hasEnded = octets.Length == 0;
        foreach (var octet in octets)
        {
            if (octet != '\n')
            {
                _partial.Add(octet);
            }

            if (octet == '\n' || _partial.Count == MostLineBytes)
            {
                EndLine();
            }
        }

        if (_hasEnded && _partial.Count > 0)
        {
            EndLine();
        }

        Answer();
    }

    private void EndLine()
    {
        var octets = CollectionsMarshal.AsSpan(_partial);
        _lines.Enqueue(Encoding.UTF8.GetString(octets.EndsWith("\r"u8) ? octets[..^1] : octets));
        _partial.Clear();
    }

    private void Answer()
    {
        if (!_isWaiting)
        {
            return;
        }

        if (_lines.TryDequeue(out var line) || _hasEnded)
        {
            EndWait();
            _arrived.SetResult(line);
        }
        else
        {
            Demand();
        }
    }

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }

    private sealed class Arrival(InputLines lines, byte[] octets)
    {
        public void Deliver() => lines.Take(octets);
    }
}
