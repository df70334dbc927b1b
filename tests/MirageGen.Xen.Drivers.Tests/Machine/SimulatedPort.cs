using MirageGen.Loop;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>An event channel's other end: notified any number of times, it is called once.</summary>
internal sealed class SimulatedPort
{
    private bool _isPending;

    public Action? Remote { get; set; }

    public void Ring(EventLoop loop)
    {
        if (!_isPending)
        {
            _isPending = true;
            loop.Enqueue(static port => ((SimulatedPort)port!).Call(), this);
        }
    }

    private void Call()
    {
        _isPending = false;
        Remote?.Invoke();
    }
}
