using System.Collections;

namespace MirageGen.Unix.Tests;

/// <summary>One buffer that other threads get only once a gate is open: a transfer of it does not end before.</summary>
internal sealed class HeldBuffers(byte[] octets, ManualResetEventSlim gate) : IReadOnlyList<ReadOnlyMemory<byte>>
{
    // Threads that wait here are the pool's, which makes others only slowly beyond these.
    private const int Threads = 64;

    private readonly int _owner = Environment.CurrentManagedThreadId;

    static HeldBuffers() => ThreadPool.SetMinThreads(Threads, Threads);

    public int Count => 1;

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            if (Environment.CurrentManagedThreadId != _owner)
            {
                gate.Wait();
            }

            return octets;
        }
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
