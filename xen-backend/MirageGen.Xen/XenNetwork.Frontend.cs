using System.Globalization;
using MirageGen.Xen.Net;
using MirageGen.Xen.Store;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen;

/// <content>How it comes and goes: what it offers the other end, and what it does when that goes or the domain is elsewhere.</content>
public sealed partial class XenNetwork
{
    // Connections whose memory the other end may keep when they are over, some 1.6 MB each.
    private const int MostLost = 8;

    XenbusState IFrontend.OfferedState => XenbusState.Connected;

    async Task<IReadOnlyDictionary<string, string>> IFrontend.OfferAsync(FrontendLink link, XenStore store)
    {
        var features = await BackendFeatures.ReadAsync(store, link.BackendPath);
        if (!features.Has("feature-sg"))
        {
            throw new DeviceException($"the other end of {link.Path} takes no frame of several pages (feature-sg), as every Linux does");
        }

        if (_lost >= MostLost)
        {
            throw new DeviceException($"the other end of {link.Path} keeps the memory of {_lost} connections that are over, and gets no more");
        }

        Offloads = OffloadsOf(features);
        _transmitter = new(_domain.Hypervisor, _domain.Grants, link.BackendDomain, Mtu, Offloads);
        _receiver = new(_domain.Hypervisor, _domain.Grants, link.BackendDomain);
        _port = _domain.Hypervisor.OpenPort(link.BackendDomain, this);
        AnnounceIfElsewhere();
        return new Dictionary<string, string>
        {
            ["tx-ring-ref"] = Text(_transmitter.RingGrant),
            ["rx-ring-ref"] = Text(_receiver.RingGrant),
            ["event-channel"] = Text(_port),
            ["request-rx-copy"] = "1",
            ["feature-rx-notify"] = "1",
            ["feature-sg"] = "1",
            ["feature-gso-tcpv4"] = "1",
            ["feature-gso-tcpv6"] = "1",
            ["feature-ipv6-csum-offload"] = "1",
        };
    }

    Task IFrontend.ConnectAsync(FrontendLink link, XenStore store)
    {
        _user?.CarrierReturned();
        PumpSoon();
        return Task.CompletedTask;
    }

    void IFrontend.Disconnect()
    {
        Stop();
        var isBack = _stoppedReceiver?.Release() ?? true;
        isBack &= _stoppedTransmitter?.Release() ?? true;
        _stoppedReceiver = null;
        _stoppedTransmitter = null;
        _lost += isBack ? 0 : 1;
    }

    // What is lost on the way is sent again by whoever wants it to arrive: nothing is waited for.
    bool IFrontend.IsQuiet => true;

    void IFrontend.Hold()
    {
    }

    void IFrontend.LosePort()
    {
        _port = 0;
        _isElsewhere = true;
    }

    void IFrontend.GoOn()
    {
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static NetworkOffloads OffloadsOf(BackendFeatures features)
    {
        var offloads = NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing;
        if (features.Has("feature-ipv6-csum-offload"))
        {
            offloads |= NetworkOffloads.TransmitChecksum;
            if (features.Has("feature-gso-tcpv4") && features.Has("feature-gso-tcpv6"))
            {
                offloads |= NetworkOffloads.TcpSegmentation;
            }
        }

        return offloads;
    }

    // It waits in the ring for the other end: the first frame that leaves from the new place.
    private void AnnounceIfElsewhere()
    {
        if (_isElsewhere && TryReserve(StationAnnouncement.Octets, out var frame))
        {
            _isElsewhere = false;
            StationAnnouncement.Write(frame, Address);
            Send(StationAnnouncement.Octets);
        }
    }

    // Nothing is sent or received any more. The other end may have the memory still: it lets go of it when it goes down.
    private void Stop()
    {
        if (_receiver is { } receiver)
        {
            _before = Counters;
            (_receiver, _stoppedReceiver) = (null, receiver);
        }

        if (_transmitter is { } transmitter)
        {
            _ = transmitter.Reclaim();
            _transmitDrops += transmitter.UnderWay;
            (_transmitter, _stoppedTransmitter) = (null, transmitter);
        }

        if (_port != 0)
        {
            _domain.Hypervisor.ClosePort(_port);
            _port = 0;
        }
    }
}
