/// <summary>The first appliance: greets a few times, a second apart, and ends.</summary>
[Unikernel(Summary = "Greets, a second apart")]
public sealed class Hello(
    IConsole console,
    TimeProvider clock,
    [Argument("Whom to greet")] string name = "world",
    [Argument("How often")] int times = 4)
{
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; i < times; i++)
        {
            if (i > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stop);
            }

            console.WriteLine($"Hello, {name}!");
        }
    }
}
