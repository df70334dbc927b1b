namespace MirageGen.TestKit;

/// <summary>
/// Something that runs on a host, an appliance as a rule. When it fails, the run of the world fails, whatever the test
/// awaits at that moment; when the test ends it is told to stop, and awaited.
/// </summary>
public sealed class HostTask : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private HostTask(SimulatedHost host, string name)
    {
        Host = host;
        Name = name;
    }

    /// <summary>Where it runs.</summary>
    public SimulatedHost Host { get; }

    /// <summary>What it is called when a run gets stuck.</summary>
    public string Name { get; }

    /// <summary>Ends with it; being stopped is not a failure.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Tells it to stop and waits until it has.</summary>
    public Task StopAsync()
    {
        if (!Completion.IsCompleted)
        {
            _stop.Cancel();
        }

        return Completion;
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    internal static HostTask Start(SimulatedHost host, string name, Func<CancellationToken, Task> run)
    {
        var task = new HostTask(host, name);
        task.Completion = task.RunAsync(run);
        return task;
    }

    private async Task RunAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Being stopped is the normal end.
        }
#pragma warning disable CA1031 // Whatever it is, it fails the run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (Host.Tasks.Contains(this))
            {
                Host.World.Fail(error);
            }
        }
    }
}
