using System.Diagnostics;
using MirageGen.XenHost;

namespace MirageGen.Peers.Xen;

/// <summary>How long a domain takes from the word to create it.</summary>
/// <param name="FirstLine">Seconds until its program has printed its first line.</param>
/// <param name="Answer">Seconds until it has answered a request.</param>
internal sealed record BootTime(double FirstLine, double Answer)
{
    /// <summary>Many times what any of them takes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Makes a domain, measures, and destroys it.</summary>
    public static async Task<BootTime> MeasureAsync(XenRig rig, XenPeer peer, int round)
    {
        var name = $"{peer.Name}-boot{round}";
        using var client = FirstAnswer.Start(rig.Space, peer);
        using var isOver = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var line = Task.Run(() => WatchConsole(Path.Combine(rig.Dom0.Share, "consoles"), name, peer.FirstLine, isOver.Token));
        try
        {
            await using var domain = await rig.CreateAsync(peer.Settings(peer.Mebibytes, name));
            var answer = await client.WaitAsync(Limit) ?? throw new XenHostException($"{peer.Name} does not answer: {domain.Console.Text}");
            return new(
                Stopwatch.GetElapsedTime(start, await line.WaitAsync(Limit)).TotalSeconds,
                Stopwatch.GetElapsedTime(start, answer).TotalSeconds);
        }
        finally
        {
            await isOver.CancelAsync();
        }
    }

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
