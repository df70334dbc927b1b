using System.Globalization;
using System.Text;

/// <summary>
/// Tells the time, one line a tick, to whoever connects: how to wait, how to repeat, and how to give up on a peer that
/// does not read. Time is a device: in a unit test an hour of this passes in a millisecond.
/// </summary>
[Unikernel(Summary = "Tells the time to whoever connects")]
public sealed class Clock(
    INetworkStack stack,
    TimeProvider clock,
    [Argument("TCP port to serve on")] int port = 1313,
    [Argument("Seconds between two lines")] int tick = 1,
    [Argument("Seconds a peer may leave what it was sent unread")] int patience = 10)
{
    public Task RunAsync(CancellationToken stop) => stack.Tcp.ServeAsync(port, TellAsync, stop);

    private async Task TellAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(tick), clock);
        do
        {
            var line = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) + "\r\n";

            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(patience), clock);
            await using var abort = timeout.Token.Register(() => flow.Abort("the peer does not read"));
            var flushed = await flow.Output.WriteAsync(Encoding.ASCII.GetBytes(line), stop);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
        while (await ticks.WaitForNextTickAsync(stop));
    }
}
