using Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Joins two networks by a wire that delays, loses, reorders and duplicates frames, both ways: the wire of a simulated world,
/// for real hosts. To be run with <c>--left-no-offload --right-no-offload</c>, so that what is lost is a frame.
/// </summary>
[Unikernel(Summary = "Joins two network interfaces by a bad wire")]
public sealed class Relay(
    [FromKeyedServices("left")] INetwork left,
    [FromKeyedServices("right")] INetwork right,
    TimeProvider clock,
    IConsole console,
    [Argument("Milliseconds that a frame takes at least")] double delay = 0,
    [Argument("Milliseconds that it may take longer")] double jitter = 0,
    [Argument("Of a thousand frames, how many are lost")] double loss = 0,
    [Argument("Of a thousand frames, how many are held back")] double reordering = 0,
    [Argument("Of a thousand frames, how many come twice")] double duplication = 0,
    [Argument("Octets a second; 0 for no limit")] long rate = 0,
    [Argument("Octets that may be under way in each direction")] int queue = 16 * 1024 * 1024,
    [Argument("What chance begins with")] int seed = 1)
{
    public async Task RunAsync(CancellationToken stop)
    {
        RelaySettings settings = new(
            TimeSpan.FromMilliseconds(delay), TimeSpan.FromMilliseconds(jitter), loss / 1000, reordering / 1000, duplication / 1000, rate, queue);
        var toRight = new RelayWire(right, clock, settings, seed);
        var toLeft = new RelayWire(left, clock, settings, seed + 1);
        left.Attach(toRight);
        right.Attach(toLeft);
        console.WriteLine("relaying");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, stop);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine($"to the right {toRight}");
            console.WriteLine($"to the left {toLeft}");
        }
    }
}
