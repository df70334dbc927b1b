/// <summary>Says what its clock says, and then each line that is typed, until that says <c>end</c>.</summary>
[Unikernel]
public sealed class Lines(IConsole console, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken stop)
    {
        console.WriteLine($"now {clock.GetUtcNow().ToUnixTimeSeconds()}");
        while (await console.ReadLineAsync(stop) is { } line and not "end")
        {
            console.WriteLine($"read '{line}'");
        }
    }
}
