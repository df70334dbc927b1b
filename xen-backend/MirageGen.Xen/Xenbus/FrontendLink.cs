using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.Xen.Machine;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Xenbus;

/// <summary>
/// The handshake of a device's two ends through the store (docs/misc/xenbus of Xen): follows the other end's state, connects when it
/// offers, goes down when it does, and comes up again when it comes back. In another domain it is another other end, at another path.
/// </summary>
internal sealed partial class FrontendLink : IAsyncDisposable, ISuspendable
{
    private static readonly LogMessage GoneMessage = new(LogLevel.Warning, "Gone", "the other end of {Path}, in domain {Domain}, has gone");
    private static readonly LogMessage BackMessage = new(LogLevel.Information, "Back", "the other end of {Path}, in domain {Domain}, is back");
    private static readonly LogMessage FailedMessage = new(LogLevel.Error, "Failed", "{Path} is out of order");

    private static readonly TimeSpan FirstConnection = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(2);

    private readonly XenDomain _domain;
    private readonly XenStore _store;
    private readonly IFrontend _frontend;
    private readonly ILogger _log;
    private readonly TimedCompletion<bool> _connected;
    private readonly TimedCompletion<bool> _gone;
    private StoreWatch? _watch;
    private XenbusState _state = XenbusState.Initialising;
    private bool _isFollowing;
    private bool _hasChanged;
    private bool _isInOrder;
    private bool _isLost;
    private bool _isDisposed;

    private FrontendLink(XenDomain domain, IFrontend frontend, string path, ILogger log)
    {
        _domain = domain;
        _store = domain.Store;
        _connected = new(domain.Clock);
        _gone = new(domain.Clock);
        _frontend = frontend;
        Path = path;
        _log = log;
    }

    /// <summary>The device's own path: <c>device/vif/0</c>.</summary>
    public string Path { get; }

    /// <summary>The other end's path, in the other domain's part of the store.</summary>
    public string BackendPath { get; private set; } = string.Empty;

    /// <summary>The domain at the other end.</summary>
    public ushort BackendDomain { get; private set; }

    /// <summary>Whether both ends are connected.</summary>
    public bool IsConnected => _state == XenbusState.Connected;

    /// <summary>Finds a device and brings it up.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="frontend">The kind of device.</param>
    /// <param name="path">The device's own path.</param>
    /// <param name="log">Where it is told that the device goes and comes.</param>
    /// <exception cref="DeviceException">The other end does not connect, or does not within 20 seconds.</exception>
    public static async Task<FrontendLink> ConnectAsync(XenDomain domain, IFrontend frontend, string path, ILogger log)
    {
        var link = new FrontendLink(domain, frontend, path, log);
        await link.FindBackendAsync();
        link._watch = await domain.Store.WatchAsync(link.BackendPath + "/state", link.OnChanged);
        domain.Suspension.Add(link);
        try
        {
            _ = await link._connected.WaitAsync(FirstConnection);
            link._isInOrder = true;
        }
        catch (TimeoutException)
        {
            var state = await link.ReadBackendStateAsync();
            await link.DisposeAsync();
            throw new DeviceException($"the device {path} does not connect: its other end, in domain {link.BackendDomain}, is {state} after {(int)FirstConnection.TotalSeconds} seconds");
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }

        return link;
    }

    /// <summary>Takes the device down in order: the other end is told, and given two seconds to let go of our memory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _isInOrder = false;
        try
        {
            await TellAsync(XenbusState.Closing);

            // It may have gone already.
            OnChanged();
            _ = await _gone.WaitAsync(Parting);
            await TellAsync(XenbusState.Closed);
        }
        catch (Exception error) when (error is DeviceException or TimeoutException)
        {
            // The store or the other end has gone; the domain is about to end.
        }

        _watch?.Dispose();
        _frontend.Disconnect();
        _domain.Suspension.Remove(this);
    }

    // A handshake of a few messages is not cut off in its middle; what comes up for the first time, or goes down, waits for no longer
    // than it would anyway.
    bool ISuspendable.IsQuiet => _isInOrder && !_isFollowing && _frontend.IsQuiet;

    void ISuspendable.Hold() => _frontend.Hold();

    void ISuspendable.LoseOtherEnd()
    {
        _watch?.Drop();
        _watch = null;
        _frontend.LosePort();
        GoDown();
        _isLost = true;
    }

    void ISuspendable.GoOn()
    {
        _frontend.GoOn();
        if (_isLost)
        {
            _isLost = false;
            _ = MeetAnewAsync();
        }
    }

    private async Task MeetAnewAsync()
    {
        try
        {
            await FindBackendAsync();
            var watch = await _store.WatchAsync(BackendPath + "/state", OnChanged);
            if (_isDisposed)
            {
                watch.Dispose();
            }
            else
            {
                _watch = watch;
            }
        }
        catch (DeviceException error)
        {
            FailedMessage.WriteError(_log, error, Path);
        }
    }

    private async Task FindBackendAsync()
    {
        BackendPath = await _store.TryReadAsync(Path + "/backend")
            ?? throw new DeviceException($"the device {Path} has no other end: its entry in the store names none");
        BackendDomain = (ushort)(await _store.TryReadNumberAsync(Path + "/backend-id") ?? 0);
    }

    private void OnChanged()
    {
        _hasChanged = true;
        if (!_isFollowing)
        {
            _isFollowing = true;
            _ = FollowAsync();
        }
    }

    private async Task FollowAsync()
    {
        while (_hasChanged)
        {
            _hasChanged = false;
            try
            {
                await FollowOnceAsync();
            }
#pragma warning disable CA1031 // Whatever it is, it is for who waits for the connection, or for the log.
            catch (Exception error)
#pragma warning restore CA1031
            {
                // What is connected does not need the store.
                if (!IsConnected)
                {
                    GoDown();
                }

                if (!_connected.TrySetException(error))
                {
                    FailedMessage.WriteError(_log, error, Path);
                }
            }
        }

        _isFollowing = false;
    }
}
