using MirageGen.Xen.Store;

namespace MirageGen.Xen.Machine;

/// <summary>
/// What the toolstack asks of a running domain through control/shutdown and control/sysrq (docs/misc/xenstore-paths of Xen): the first
/// request asks the appliance to stop; the answer is that the request is taken away.
/// </summary>
internal sealed class ShutdownRequests
{
    private const string RequestPath = "control/shutdown";
    private const string KeyPath = "control/sysrq";

    private readonly XenStore _store;
    private readonly Action<bool> _requested;
    private readonly Action<string> _write;

    private ShutdownRequests(XenStore store, Action<bool> requested, Action<string> write)
    {
        _store = store;
        _requested = requested;
        _write = write;
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="store">The store.</param>
    /// <param name="requested">
    /// Called on the loop when the domain is to end, with whether it is to start again then. No reason: a delegate that takes
    /// an enumeration brings the names of all of them into an image.
    /// </param>
    /// <param name="write">Takes a line for the console.</param>
    public static async Task ListenAsync(XenStore store, Action<bool> requested, Action<string> write)
    {
        var requests = new ShutdownRequests(store, requested, write);
        await requests.SayAsync("control/feature-poweroff", "1");
        await requests.SayAsync("control/feature-reboot", "1");
        _ = await store.WatchAsync(RequestPath, () => _ = requests.TakeRequestAsync());
        _ = await store.WatchAsync(KeyPath, () => _ = requests.TakeKeyAsync());
    }

    private async Task TakeRequestAsync()
    {
        var request = await _store.TryReadAsync(RequestPath);
        if (string.IsNullOrEmpty(request))
        {
            return;
        }

        await AnswerAsync(RequestPath);
        switch (request)
        {
            case "poweroff" or "halt":
                _requested(false);
                break;
            case "reboot":
                _requested(true);
                break;
            default:
                _write($"the toolstack asks for '{request}', which this domain cannot do");
                break;
        }
    }

    private async Task TakeKeyAsync()
    {
        var key = await _store.TryReadAsync(KeyPath);
        if (!string.IsNullOrEmpty(key) && key != "\0")
        {
            await AnswerAsync(KeyPath);
            _write($"system request '{key}': there are none in this domain");
        }
    }

    private Task AnswerAsync(string path) => SayAsync(path, string.Empty);

    // A toolstack may let the domain read its control paths only; then it cannot be told, and the domain lives on.
    private async Task SayAsync(string path, string value)
    {
        try
        {
            await _store.WriteAsync(path, value);
        }
        catch (DeviceException error)
        {
            _write(error.Message);
        }
    }
}
