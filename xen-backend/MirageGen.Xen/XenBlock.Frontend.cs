using System.Globalization;
using MirageGen.Loop;
using MirageGen.Xen.Block;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Store;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen;

/// <content>How it comes and goes: what it offers the other end, and what it does when that goes, breaks off or falls silent.</content>
public sealed partial class XenBlock
{
    XenbusState IFrontend.OfferedState => XenbusState.Initialised;

    Task<IReadOnlyDictionary<string, string>> IFrontend.OfferAsync(FrontendLink link, XenStore store)
    {
        if (!TryReleaseAll() && _over.Count >= MostLost)
        {
            throw new DeviceException($"the other end of {link.Path} keeps the memory of {_over.Count} connections that are over, and gets no more");
        }

        _connection = new(_domain.Hypervisor, _domain.Grants, link.BackendDomain, unchecked((ushort)_number));
        _port = _domain.Hypervisor.OpenPort(link.BackendDomain, this);
        return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
        {
            ["ring-ref"] = _connection.RingGrant.ToString(CultureInfo.InvariantCulture),
            ["event-channel"] = _port.ToString(CultureInfo.InvariantCulture),
            ["protocol"] = BlockWire.Protocol,
            ["feature-persistent"] = "1",
        });
    }

    async Task IFrontend.ConnectAsync(FrontendLink link, XenStore store)
    {
        var facts = DiskFacts.From(await BackendFeatures.ReadAsync(store, link.BackendPath), _name);
        if (_connection is not { } connection)
        {
            return;
        }

        if (_facts is { } before && Difference(before, facts) is { } difference)
        {
            PutOutOfOrder(difference);
            return;
        }

        _facts = facts;
        _outOfOrder = null;
        connection.Facts = facts;
        _queue.Connect(connection);
        Watch();
    }

    void IFrontend.Disconnect()
    {
        Stop();
        _ = TryReleaseAll();
        Watch();
    }

    // A write that is still on its way to the disk when another domain has it would come after that one's.
    bool IFrontend.IsQuiet => _queue.IsQuiet;

    void IFrontend.Hold() => _queue.Hold();

    void IFrontend.LosePort() => _port = 0;

    void IFrontend.GoOn()
    {
        _queue.GoOn();
        _isWatched = false;
        Watch();
    }

    void IEventHandler.OnEvent()
    {
        if (_queue.Pump() is { } broken)
        {
            PutOutOfOrder($"its other end does not keep to the protocol ({broken})");
        }
    }

    void ITurnEnd.EndTurn()
    {
        if (_connection is { Broken: null } connection && connection.Publish())
        {
            _domain.Hypervisor.Notify(_port);
        }
    }

    private static string? Difference(DiskFacts before, DiskFacts facts) =>
        (before.SectorBytes, before.SectorCount) != (facts.SectorBytes, facts.SectorCount)
            ? $"it came back with {facts.SectorCount} sectors of {facts.SectorBytes} octets, and had {before.SectorCount} of {before.SectorBytes}"
            : !before.IsReadOnly && facts.IsReadOnly ? "it came back read-only"
            : null;

    private void PutOutOfOrder(string why)
    {
        _outOfOrder = why;
        OutOfOrderMessage.Write(_log, _name, why);
        Stop();
        _queue.FailWaiting(OutOfOrder);
    }

    // Nothing is asked any more. The other end may have the memory still: it lets go of it when it goes down.
    private void Stop()
    {
        _queue.Disconnect();
        if (_connection is { } connection)
        {
            _connection = null;
            _over.Add(connection);
            if (_port != 0)
            {
                _domain.Hypervisor.ClosePort(_port);
                _port = 0;
            }
        }
    }

    private bool TryReleaseAll()
    {
        _ = _over.RemoveAll(static connection => connection.Release());
        return _over.Count == 0;
    }

    // While something is asked for, time runs; it begins anew when the other end has answered something.
    private void Watch()
    {
        if (!_isWatched && _queue.Count > 0)
        {
            _isWatched = true;
            _seen = _queue.Progress;
            _ = _patience.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnPatienceOver()
    {
        _isWatched = false;
        if (_queue.Count > 0 && _queue.Progress == _seen)
        {
            PutOutOfOrder(IsUp ? "its other end answers nothing" : "its other end has gone and does not come back");
        }

        Watch();
    }
}
