using System.Globalization;

/// <summary>
/// Says, for each line that is typed, what its clocks say and what its generator gives; of a line that is a number also when so many
/// seconds are over.
/// </summary>
[Unikernel(Summary = "Says what its clocks say and its generator gives for each line that is typed")]
public sealed class Witness(IConsole console, IRandom random, TimeProvider clock)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        console.WriteLine("ready");
        try
        {
            while (await console.ReadLineAsync(stop) is { } line)
            {
                Report(line);
                if (int.TryParse(line, CultureInfo.InvariantCulture, out var seconds))
                {
                    _ = WaitAsync(TimeSpan.FromSeconds(seconds), stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        return 0;
    }

    // The wall clock between two readings of the other one: the domain may stand still anywhere.
    private void Report(string line)
    {
        var octets = new byte[16];
        random.Fill(octets);
        var before = Elapsed(0);
        var wall = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var after = Elapsed(0);
        Say($"{line}: {before} {wall} {after} {Convert.ToHexStringLower(octets)}");
        Say($"said {line}");
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        var start = clock.GetTimestamp();
        await Task.Delay(time, clock, stop);
        Say($"waited {clock.GetElapsedTime(start).TotalSeconds:0.000} seconds of {time.TotalSeconds:0}");
    }

    private long Elapsed(long start) => (long)clock.GetElapsedTime(start).TotalMilliseconds;

    private void Say(FormattableString text) => console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
