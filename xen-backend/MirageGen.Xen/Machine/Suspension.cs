using System.Runtime.ExceptionServices;
using MirageGen.Loop;
using MirageGen.Xen.Consoles;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Machine;

/// <summary>
/// Suspends the domain, for the toolstack to keep a copy of it or to carry it elsewhere, and has everything go on afterwards: in the
/// same domain as it was, in another one with new connections to all other ends.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="clock">Measures how long things under way may take.</param>
/// <param name="hypervisor">The hypervisor.</param>
/// <param name="grants">The domain's grant table.</param>
/// <param name="store">The domain's view of xenstore.</param>
/// <param name="console">The domain's console; null where none is used.</param>
internal sealed class Suspension(
    EventLoop loop, TimeProvider clock, IHypervisor hypervisor, GrantTable grants, XenStore store, ConsoleRing? console)
{
    /// <summary>How long the domain waits until nothing is under way. The toolstack waits for a minute.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly List<ISuspendable> _parts = [];
    private bool _isUnderWay;

    /// <summary>Something has a part in suspensions from now on.</summary>
    public void Add(ISuspendable part) => _parts.Add(part);

    /// <summary>Ends what <see cref="Add"/> began.</summary>
    public void Remove(ISuspendable part) => _parts.Remove(part);

    /// <summary>Suspends the domain as soon as nothing is under way that must not be cut off.</summary>
    /// <returns>Whether it goes on in another domain, where the store knows nothing of it: else in the same one.</returns>
    /// <exception cref="DeviceException">It cannot be suspended, and goes on; or the store of the other domain refuses a watch.</exception>
    public async Task<bool> SuspendAsync()
    {
        if (_isUnderWay)
        {
            throw new DeviceException("the domain is being suspended already");
        }

        _isUnderWay = true;
        var isElsewhere = false;
        var watches = Task.CompletedTask;
        try
        {
            _parts.ForEach(static part => part.Hold());
            await WaitUntilQuietAsync();

            // From the last look to the end of this nothing else runs.
            isElsewhere = hypervisor.Suspend();
            if (isElsewhere)
            {
                watches = BeginAnew();
            }
        }
        finally
        {
            _parts.ForEach(static part => part.GoOn());
            _isUnderWay = false;
        }

        await watches;
        return isElsewhere;
    }

    private async Task WaitUntilQuietAsync()
    {
        for (var waited = TimeSpan.Zero; !store.IsQuiet || _parts.Exists(static part => !part.IsQuiet); waited += BetweenLooks)
        {
            if (waited >= Patience)
            {
                throw new DeviceException($"the domain is not suspended: its devices did not come to rest within {(int)Patience.TotalSeconds} seconds");
            }

            await Task.Delay(BetweenLooks, clock);
        }
    }

    // What is told elsewhere in an exception for whoever asked is the end here: without grants, store or console there is no domain.
    private Task BeginAnew()
    {
        try
        {
            grants.BeginAnew();
            console?.BeginAnew();
            _parts.ForEach(static part => part.LoseOtherEnd());
            store.BeginAnew();
            return store.WatchAgainAsync();
        }
        catch (DeviceException error)
        {
            loop.Enqueue(static error => ExceptionDispatchInfo.Throw((Exception)error!), error);
            return Task.CompletedTask;
        }
    }
}
