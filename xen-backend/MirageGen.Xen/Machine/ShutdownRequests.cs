using MirageGen.Xen.Store;

namespace MirageGen.Xen.Machine;

/// <summary>
/// What the toolstack asks of a running domain through control/shutdown and control/sysrq (docs/misc/xenstore-paths of Xen): the first
/// request to end asks the appliance to stop, one to suspend does so as soon as nothing is under way; the answer is that the request is
/// taken away.
/// </summary>
internal sealed class ShutdownRequests
{
    private const string RequestPath = "control/shutdown";
    private const string KeyPath = "control/sysrq";

    private static readonly string[] Features = ["poweroff", "reboot", "suspend"];

    private readonly XenDomain _domain;
    private readonly XenStore _store;
    private readonly Action<bool> _requested;
    private readonly Action<string> _write;

    private ShutdownRequests(XenDomain domain, Action<bool> requested, Action<string> write)
    {
        _domain = domain;
        _store = domain.Store;
        _requested = requested;
        _write = write;
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="requested">
    /// Called on the loop when the domain is to end, with whether it is to start again then. No reason: a delegate that takes
    /// an enumeration brings the names of all of them into an image.
    /// </param>
    /// <param name="write">Takes a line for the console.</param>
    public static async Task ListenAsync(XenDomain domain, Action<bool> requested, Action<string> write)
    {
        var requests = new ShutdownRequests(domain, requested, write);
        await requests.SayFeaturesAsync();
        _ = await domain.Store.WatchAsync(RequestPath, () => _ = requests.TakeRequestAsync());
        _ = await domain.Store.WatchAsync(KeyPath, () => _ = requests.TakeKeyAsync());
    }

    private async Task SayFeaturesAsync()
    {
        foreach (var feature in Features)
        {
            await SayAsync("control/feature-" + feature, "1");
        }
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
            case "suspend":
                await SuspendAsync();
                break;
            default:
                _write($"the toolstack asks for '{request}', which this domain cannot do");
                break;
        }
    }

    private async Task SuspendAsync()
    {
        var before = _domain.Clock.GetTimestamp();
        try
        {
            if (await _domain.Suspension.SuspendAsync())
            {
                _write($"the domain goes on as another one, after {(int)_domain.Clock.GetElapsedTime(before).TotalSeconds} seconds");
                await SayFeaturesAsync();
            }
            else
            {
                _write("the domain was suspended and goes on");
            }
        }
        catch (DeviceException error)
        {
            _write(error.Message);
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
