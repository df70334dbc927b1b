using System.Runtime.CompilerServices;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>
/// Datagrams as an asynchronous sequence, for those who don't count nanoseconds: give <see cref="Handler"/> to
/// <c>Bind</c>, then <c>await foreach</c> over <see cref="ReadAllAsync"/>. Each datagram is copied; when the reader falls
/// behind by the queue's bound, new ones are dropped and counted.
/// </summary>
public sealed class DatagramQueue
{
    private readonly Queue<QueuedDatagram> _waiting = new();
    private readonly LoopCompletion<bool> _arrived = new();
    private readonly int _capacity;
    private bool _isReaderWaiting;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">The most datagrams that wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public DatagramQueue(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Datagrams dropped because the queue was full.</summary>
    public long Drops { get; private set; }

    /// <summary>What to hand to <see cref="IUdp.Bind"/>.</summary>
    public DatagramHandler Handler => Add;

    /// <summary>Every datagram, in order of arrival, until cancelled. One reader at a time.</summary>
    /// <exception cref="InvalidOperationException">Another reader waits.</exception>
    public async IAsyncEnumerable<QueuedDatagram> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static queue => ((DatagramQueue)queue!).Wake(), this);
        while (!cancellation.IsCancellationRequested)
        {
            if (_waiting.TryDequeue(out var datagram))
            {
                yield return datagram;
                continue;
            }

            if (_isReaderWaiting)
            {
                throw new InvalidOperationException("Another reader waits for the queue's datagrams.");
            }

            _arrived.Reset();
            _isReaderWaiting = true;
            await _arrived.Task;
        }
    }

    private void Add(IUdpSocket socket, in Datagram datagram)
    {
        if (_waiting.Count >= _capacity)
        {
            Drops++;
            return;
        }

        _waiting.Enqueue(new(datagram.Payload.ToArray(), datagram.Path, socket));
        Wake();
    }

    private void Wake()
    {
        if (_isReaderWaiting)
        {
            _isReaderWaiting = false;
            _arrived.SetResult(true);
        }
    }
}
