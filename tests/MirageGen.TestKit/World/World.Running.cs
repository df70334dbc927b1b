using System.Globalization;
using System.Runtime.CompilerServices;

namespace MirageGen.TestKit;

/// <content>Making worlds and running scenarios in them.</content>
public sealed partial class World
{
    /// <summary>
    /// Runs a scenario in a new world, on the calling thread, and returns when it has ended. The seed is the one in
    /// <c>MIRAGEGEN_SEED</c>, and without that a fresh one.
    /// </summary>
    /// <param name="scenario">What happens in the world.</param>
    /// <param name="test">The test's name, for files that are kept of the run; the compiler gives it.</param>
    /// <exception cref="WorldException">
    /// The scenario, or a task of a host, has failed or is stuck; the message names the seed that reproduces it.
    /// </exception>
    public static WorldReport Run(Func<World, Task> scenario, [CallerMemberName] string test = "") =>
        Run(WorldOptions.Default, scenario, test);

    /// <summary>Runs a scenario in the world of one seed.</summary>
    /// <inheritdoc cref="Run(Func{World, Task}, string)"/>
    /// <param name="seed">The seed.</param>
    /// <param name="scenario">What happens in the world.</param>
    /// <param name="test">The test's name; the compiler gives it.</param>
    public static WorldReport Run(ulong seed, Func<World, Task> scenario, [CallerMemberName] string test = "") =>
        Run(WorldOptions.Default with { Seed = seed }, scenario, test);

    /// <summary>Runs a scenario in a new world.</summary>
    /// <inheritdoc cref="Run(Func{World, Task}, string)"/>
    /// <param name="options">Its seed and bounds.</param>
    /// <param name="scenario">What happens in the world.</param>
    /// <param name="test">The test's name; the compiler gives it.</param>
    public static WorldReport Run(WorldOptions options, Func<World, Task> scenario, [CallerMemberName] string test = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scenario);
        return Run(options.Seed ?? Seeds.FromEnvironment() ?? Seeds.Fresh(), options, scenario, test);
    }

    /// <summary>
    /// Runs a scenario in many worlds, one after the other, each with a seed of its own, and fails with the first that
    /// fails. With <c>MIRAGEGEN_SEED</c> set it runs that one only.
    /// </summary>
    /// <param name="count">How many worlds.</param>
    /// <param name="scenario">What happens in each.</param>
    /// <param name="options">
    /// Bounds; a seed here is the first world's, and the others' follow from it. Null for the defaults.
    /// </param>
    /// <param name="test">The test's name; the compiler gives it.</param>
    /// <exception cref="WorldException">A run has failed.</exception>
    public static void RunMany(
        int count, Func<World, Task> scenario, WorldOptions? options = null, [CallerMemberName] string test = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(scenario);
        options ??= WorldOptions.Default;
        if (Seeds.FromEnvironment() is { } replay)
        {
            Run(replay, options, scenario, test);
            return;
        }

        var seed = options.Seed ?? Seeds.Fresh();
        var state = seed;
        for (var i = 0; i < count; i++, seed = Seeds.Next(ref state))
        {
            Run(seed, options, scenario, test);
        }
    }

    /// <summary>
    /// Runs a scenario twice with one seed and compares the traces: the test that a scenario, and all code in it, takes
    /// its time, its chance and its order from the world alone.
    /// </summary>
    /// <param name="scenario">What happens in the world.</param>
    /// <param name="options">Seed and bounds; null for the defaults.</param>
    /// <param name="test">The test's name; the compiler gives it.</param>
    /// <exception cref="WorldException">A run has failed, or the traces differ; the message shows the first difference.</exception>
    public static WorldReport RunReproducibly(
        Func<World, Task> scenario, WorldOptions? options = null, [CallerMemberName] string test = "")
    {
        options ??= WorldOptions.Default;
        var first = Run(options, scenario, test);
        var second = Run(options with { Seed = first.Seed }, scenario, test);
        if (first.Trace.Digest == second.Trace.Digest)
        {
            return second;
        }

        var before = first.Trace.ToString().Split('\n');
        var after = second.Trace.ToString().Split('\n');
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new WorldException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Two runs with seed {first.Seed} differ, so that something takes its time, its chance or its order from outside the world. First difference, in event {line + 1}:\n  {before.ElementAtOrDefault(line)}\n  {after.ElementAtOrDefault(line)}"),
            second,
            new OffLoopException("The runs differ."));
    }

    private static WorldReport Run(ulong seed, WorldOptions options, Func<World, Task> scenario, string test)
    {
        using var run = new WorldRun(seed, options, test);
        return run.Execute(scenario);
    }

    /// <summary>Runs the scenario, then stops what the hosts still run.</summary>
    internal async Task ExecuteAsync(Func<World, Task> scenario)
    {
        await scenario(this);
        _stop.Cancel();
        foreach (var task in _hosts.SelectMany(host => host.Tasks).ToArray())
        {
            await task.StopAsync();
        }
    }

    internal Exception? Failure { get; private set; }

    internal string DescribeWaits()
    {
        var waits = new List<string>();
        foreach (var host in _hosts)
        {
            host.DescribeWaits(waits);
        }

        foreach (var port in _segments.Values.SelectMany(segment => segment.Ports))
        {
            port.DescribeWaits(waits);
        }

        return waits.Count == 0
            ? "No device is waited for: the test awaits a task that nothing will complete."
            : "Waiting:\n  " + string.Join("\n  ", waits);
    }
}
