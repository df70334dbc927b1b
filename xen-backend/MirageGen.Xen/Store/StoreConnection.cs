using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Store;

/// <summary>
/// The page shared with xenstored (public/io/xs_wire.h, struct xenstore_domain_interface): whole messages out of a queue and
/// whole messages in.
/// </summary>
internal sealed unsafe class StoreConnection : IEventHandler
{
    /// <summary>The most octets that wait for xenstored beside those in the ring.</summary>
    public const int MostQueued = 64 * 1024;

    private const int RingOctets = 1024;
    private const int RequestIndexes = 2 * RingOctets;
    private const int ResponseIndexes = RequestIndexes + (2 * sizeof(uint));

    private readonly IHypervisor _hypervisor;
    private readonly uint _port;
    private readonly OctetRing _requests;
    private readonly OctetRing _responses;
    private readonly Action<StoreHeader, ReadOnlyMemory<byte>> _received;
    private readonly Action<string> _broken;
    private readonly Queue<byte[]> _queue = new();
    private readonly byte[] _message = new byte[StoreHeader.Octets + StoreHeader.MostPayload];
    private int _queued;
    private int _sent;
    private int _read;
    private bool _isBroken;

    /// <summary>Stands on the page.</summary>
    /// <param name="hypervisor">Carries the doorbell.</param>
    /// <param name="page">The page.</param>
    /// <param name="port">Its event channel.</param>
    /// <param name="received">Called for each message with what follows its header, which is valid during the call only.</param>
    /// <param name="broken">Called once when what comes is no message, with the reason; nothing is received from then on.</param>
    public StoreConnection(
        IHypervisor hypervisor, byte* page, uint port, Action<StoreHeader, ReadOnlyMemory<byte>> received, Action<string> broken)
    {
        _hypervisor = hypervisor;
        _port = port;
        _received = received;
        _broken = broken;
        var requestIndexes = (uint*)(page + RequestIndexes);
        var responseIndexes = (uint*)(page + ResponseIndexes);
        _requests = new(page, RingOctets, requestIndexes, requestIndexes + 1);
        _responses = new(page + RingOctets, RingOctets, responseIndexes, responseIndexes + 1);
        hypervisor.ListenTo(port, this);
    }

    /// <summary>Sends a message, now or when xenstored has read what is before it.</summary>
    /// <returns>False when too much waits already.</returns>
    public bool TrySend(in StoreHeader header, ReadOnlySpan<byte> payload)
    {
        var octets = StoreHeader.Octets + payload.Length;
        if (octets > MostQueued - _queued)
        {
            return false;
        }

        var message = new byte[octets];
        header.Write(message);
        payload.CopyTo(message.AsSpan(StoreHeader.Octets));
        _queue.Enqueue(message);
        _queued += octets;
        if (Send())
        {
            _hypervisor.Notify(_port);
        }

        return true;
    }

    void IEventHandler.OnEvent()
    {
        var isRead = Receive();
        if (Send() || isRead)
        {
            _hypervisor.Notify(_port);
        }
    }

    private bool Send()
    {
        var any = false;
        while (_queue.TryPeek(out var message))
        {
            var count = _requests.Write(message.AsSpan(_sent));
            any |= count > 0;
            _sent += count;
            if (_sent < message.Length)
            {
                break;
            }

            _sent = 0;
            _queued -= message.Length;
            _ = _queue.Dequeue();
        }

        return any;
    }

    private bool Receive()
    {
        var any = false;
        while (!_isBroken)
        {
            var expected = StoreHeader.Octets;
            if (_read >= StoreHeader.Octets)
            {
                // What is longer was found out when its header was complete.
                _ = StoreHeader.TryRead(_message, out var begun);
                expected += begun.Length;
            }

            var count = _responses.Read(_message.AsSpan(_read, expected - _read));
            if (count == 0)
            {
                break;
            }

            any = true;
            _read += count;
            if (_read >= StoreHeader.Octets)
            {
                TakeMessage();
            }
        }

        return any;
    }

    private void TakeMessage()
    {
        if (!StoreHeader.TryRead(_message, out var header))
        {
            _isBroken = true;
            _broken($"xenstored announces a message of {header.Length} octets, more than {StoreHeader.MostPayload}");
        }
        else if (_read == StoreHeader.Octets + header.Length)
        {
            _read = 0;
            _received(header, _message.AsMemory(StoreHeader.Octets, header.Length));
        }
    }
}
