using System.Globalization;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Commands;

/// <summary>One domain from its creation to its end, with its console on ours.</summary>
/// <param name="dom0">Where it runs.</param>
/// <param name="signals">When the user has had enough.</param>
/// <param name="report">Receives lines for the user.</param>
internal sealed class DomainRun(IDom0 dom0, StopSignals signals, Action<string> report)
{
    private const int LastLines = 12;

    /// <summary>Within it the console daemon writes on, if a domain that has ended said more.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    /// <summary>A domain may have said a great deal.</summary>
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long a domain that is asked to end may take.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs it to its end.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <param name="input">What is typed into its console.</param>
    /// <param name="output">Receives what it writes to its console.</param>
    /// <returns>The exit code: 0 when it powered off, 1 when it ended in another way, 128 and more after a signal.</returns>
    /// <exception cref="XenHostException">It cannot be made, or its machine is gone.</exception>
    public async Task<int> RunAsync(DomainSettings settings, Stream input, Stream output)
    {
        await using var domain = await Domain.CreateAsync(dom0, settings, signals.Stop);
        report($"domain {domain.Name} runs; Ctrl-C shuts it down, another Ctrl-C ends it at once");
        using var ended = new CancellationTokenSource();
        var copying = domain.Console.CopyToAsync(output, ended.Token);
        _ = TypeAsync(domain, input, ended.Token);
        DomainEnd? end;
        try
        {
            end = await WaitForEndAsync(domain);
            await domain.Console.WaitUntilQuietAsync(Settling, SettlingLimit, signals.AtOnce);
        }
        finally
        {
            await ended.CancelAsync();
            await copying;
        }

        if (end is { } way && way != DomainEnd.PowerOff)
        {
            await ReportAsync(domain, way);
        }

        return signals.ExitCode > 0 ? signals.ExitCode
            : end == DomainEnd.PowerOff ? 0
            : 1;
    }

    /// <summary>How it ended; null when it had to be ended.</summary>
    private async Task<DomainEnd?> WaitForEndAsync(Domain domain)
    {
        try
        {
            return await domain.WaitForEndAsync(Timeout.InfiniteTimeSpan, signals.Stop);
        }
        catch (OperationCanceledException)
        {
            report("shutting it down");
        }

        try
        {
            if (!await domain.ShutDownAsync(Grace, signals.AtOnce))
            {
                report(string.Create(CultureInfo.InvariantCulture, $"it did not shut down within {Grace.TotalSeconds} seconds and is destroyed"));
            }
        }
        catch (OperationCanceledException)
        {
            report("it is destroyed");
        }

        return null;
    }

    /// <summary>Nobody waits for it: a terminal is read until somebody types, also when the domain is long gone.</summary>
    private async Task TypeAsync(Domain domain, Stream input, CancellationToken cancel)
    {
        try
        {
            await domain.TypeAsync(input, cancel);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error) when (error is IOException or XenHostException)
        {
            if (!cancel.IsCancellationRequested)
            {
                report($"nothing more can be typed: {error.Message}");
            }
        }
    }

    private async Task ReportAsync(Domain domain, DomainEnd end)
    {
        report(end switch
        {
            DomainEnd.Crash => "the domain crashed",
            DomainEnd.Reboot => "the domain asked to be started again, or took a triple fault; it is not started again",
            DomainEnd.Watchdog => "the domain did not feed its watchdog",
            _ => "the domain was destroyed by somebody else, or saved or migrated",
        });
        Report("its console ended with", domain.Console.LastLines(LastLines));
        Report("Xen said of it", (await dom0.ReadLogAsync()).Split('\n').Where(line => Concerns(line, domain.Id)));
    }

    /// <summary>What a domain says on port 0xe9, and what Xen says of its processors, save that their state was read.</summary>
    private static bool Concerns(string line, int id) =>
        line.Contains(string.Create(CultureInfo.InvariantCulture, $"(d{id}) "), StringComparison.Ordinal)
        || (line.Contains(string.Create(CultureInfo.InvariantCulture, $"d{id}v"), StringComparison.Ordinal) && !line.Contains(" save: ", StringComparison.Ordinal));

    private void Report(string title, IEnumerable<string> lines)
    {
        string[] last = [.. lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(LastLines)];
        if (last.Length > 0)
        {
            report(title + ":" + string.Concat(last.Select(line => "\n  " + line)));
        }
    }
}
