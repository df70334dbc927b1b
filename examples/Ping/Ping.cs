using MirageGen.TcpIp;

/// <summary>
/// Answers pings: a host that has addresses does, without being told to. All that is left for an appliance is to ask for
/// IP, and to say now and then what came of it.
/// </summary>
[Unikernel(Summary = "Answers pings, and counts")]
public sealed class Ping(
    IIp ip,
    NetworkStatistics statistics,
    TimeProvider clock,
    IConsole console,
    [Argument("Seconds between two reports")] int every = 10)
{
    public async Task RunAsync(CancellationToken stop)
    {
        console.WriteLine($"answering at {string.Join(", ", ip.Addresses)}");
        using var reports = new PeriodicTimer(TimeSpan.FromSeconds(every), clock);
        while (await reports.WaitForNextTickAsync(stop))
        {
            console.Write(statistics.ToString());
        }
    }
}
