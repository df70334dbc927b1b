using System.Numerics;

namespace MirageGen.Xen.Hypervisor;

/// <summary>
/// The two-level bitmaps by which the hypervisor says which ports have been notified (public/xen.h, struct shared_info), and who
/// listens to each port.
/// </summary>
/// <param name="sharedInfo">The page that the hypervisor shares with the domain.</param>
internal sealed unsafe class EventChannels(byte* sharedInfo)
{
    private const int PendingOffset = 2048;
    private const int MaskOffset = 2560;
    private const int BitsPerWord = 64;
    private const int MostPorts = BitsPerWord * BitsPerWord;

    private int _words = 1;
    private IEventHandler?[] _handlers = new IEventHandler?[BitsPerWord];

    /// <summary>Has a handler called for a port from the next <see cref="Dispatch"/> on.</summary>
    /// <exception cref="DeviceException">The bitmaps have no bit for the port.</exception>
    public void Listen(uint port, IEventHandler handler)
    {
        if (port >= MostPorts)
        {
            throw new DeviceException($"event channel {port} is out of reach: this domain can listen to {MostPorts}");
        }

        if (port >= _handlers.Length)
        {
            Array.Resize(ref _handlers, MostPorts);
        }

        _words = Math.Max(_words, ((int)port / BitsPerWord) + 1);
        _handlers[port] = handler;
    }

    /// <summary>Has nobody called for a port any more.</summary>
    public void Forget(uint port)
    {
        if (port < _handlers.Length)
        {
            _handlers[port] = null;
        }
    }

    /// <summary>Has nobody called for any port any more.</summary>
    public void ForgetAll() => Array.Clear(_handlers);

    /// <summary>Calls who listens to the ports that have been notified.</summary>
    public void Dispatch()
    {
        for (var index = 0; index < _words; index++)
        {
            for (var ports = Pending(index); ports != 0; ports &= ports - 1)
            {
                var bit = BitOperations.TrailingZeroCount(ports);

                // The bit is cleared before its handler looks at the ring: what is notified meanwhile sets it again.
                Interlocked.And(ref Word(PendingOffset, index), ~(1ul << bit));
                var port = (index * BitsPerWord) + bit;
                if (port < _handlers.Length)
                {
                    _handlers[port]?.OnEvent();
                }
            }
        }
    }

    // The timer's port is unmasked too, but its bit is the shim's: it has no handler here.
    private ulong Pending(int index) => Volatile.Read(ref Word(PendingOffset, index)) & ~Volatile.Read(ref Word(MaskOffset, index));

    private ref ulong Word(int offset, int index) => ref *(ulong*)(sharedInfo + offset + (index * sizeof(ulong)));
}
