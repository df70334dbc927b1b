using System.Diagnostics;
using MirageGen.XenHost;
using MirageGen.XenHost.Domains;

namespace MirageGen.Peers.Xen;

/// <summary>How long a domain takes.</summary>
/// <param name="FirstLine">Seconds from the word to create it until its program has printed its first line.</param>
/// <param name="Answer">Seconds from the word to create it until it has answered a request.</param>
/// <param name="OwnAnswer">Seconds from when one that is made and paused may run until it has answered: without Xen's tools, which work longer than it.</param>
internal sealed record BootTime(double FirstLine, double Answer, double OwnAnswer)
{
    /// <summary>Many times what any of them takes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Makes domains, measures, and destroys them.</summary>
    public static async Task<BootTime> MeasureAsync(XenRig rig, XenPeer peer, int round)
    {
        var (line, answer) = await FromCreationAsync(rig, peer, round);
        return new(line, answer, await FromUnpausingAsync(rig, peer));
    }

    private static async Task<(double Line, double Answer)> FromCreationAsync(XenRig rig, XenPeer peer, int round)
    {
        var name = $"{peer.Name}-boot{round}";
        using var client = FirstAnswer.Start(rig.Space, peer);
        using var isOver = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var line = Task.Run(() => WatchConsole(Path.Combine(rig.Dom0.Share, "consoles"), name, peer.FirstLine, isOver.Token));
        try
        {
            await using var domain = await rig.CreateAsync(peer.Settings(peer.Mebibytes, name));
            var answer = await AnswerAsync(client, domain);
            return (
                Stopwatch.GetElapsedTime(start, await line.WaitAsync(Limit)).TotalSeconds,
                Stopwatch.GetElapsedTime(start, answer).TotalSeconds);
        }
        finally
        {
            await isOver.CancelAsync();
        }
    }

    private static async Task<double> FromUnpausingAsync(XenRig rig, XenPeer peer)
    {
        await using var domain = await rig.CreateAsync(peer.Settings(peer.Mebibytes) with { IsPaused = true });
        using var client = FirstAnswer.Start(rig.Space, peer);
        var start = Stopwatch.GetTimestamp();
        await domain.UnpauseAsync();
        return Stopwatch.GetElapsedTime(start, await AnswerAsync(client, domain)).TotalSeconds;
    }

    private static async Task<long> AnswerAsync(FirstAnswer client, Domain domain) =>
        await client.WaitAsync(Limit) ?? throw new XenHostException($"{domain.Name} does not answer: {domain.Console.Text}");

    /// <summary>Its number and so its console's file are not known before it runs.</summary>
    private static long WatchConsole(string folder, string name, string line, CancellationToken stop)
    {
        for (; ; Thread.Sleep(1))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var file in Directory.EnumerateFiles(folder, $"guest-{name}-*"))
            {
                using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                if (reader.ReadToEnd().Contains(line, StringComparison.Ordinal))
                {
                    return Stopwatch.GetTimestamp();
                }
            }
        }
    }
}
