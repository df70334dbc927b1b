using System.Diagnostics;

namespace MirageGen.XenHost.Domains;

/// <summary>What a domain writes to its console.</summary>
/// <param name="file">Where it is collected, also after the domain's end; not there before its first octet.</param>
internal sealed class DomainConsole(string file)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private const int TailBytes = 16 * 1024;

    /// <summary>All of it so far.</summary>
    public string Text
    {
        get
        {
            using var reader = Open();
            return reader?.ReadToEnd() ?? string.Empty;
        }
    }

    /// <summary>Its last lines, however much there is.</summary>
    public IEnumerable<string> LastLines(int count)
    {
        using var stream = OpenFile();
        if (stream is null)
        {
            return [];
        }

        stream.Position = Math.Max(0, stream.Length - TailBytes);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count)];
    }

    /// <summary>Waits until a text is on it.</summary>
    /// <exception cref="XenHostException">It did not come in time; the message holds what did.</exception>
    public async Task WaitForAsync(string text, TimeSpan limit, CancellationToken cancel = default)
    {
        for (var waited = Stopwatch.StartNew(); !Text.Contains(text, StringComparison.Ordinal); await Task.Delay(Interval, cancel))
        {
            if (waited.Elapsed > limit)
            {
                throw new XenHostException($"the domain's console did not say '{text}' within {limit.TotalSeconds} seconds but: {Text}");
            }
        }
    }

    /// <summary>Waits until it says nothing new for a while: the domain has ended, and somebody may still be writing down what it said last.</summary>
    /// <param name="quiet">The while.</param>
    /// <param name="limit">How long it is waited for.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task WaitUntilQuietAsync(TimeSpan quiet, TimeSpan limit, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        long before, length = -1;
        do
        {
            before = length;
            await Task.Delay(quiet, cancel).ContinueWith(static _ => { }, TaskScheduler.Default);
            length = File.Exists(file) ? new FileInfo(file).Length : 0;
        }
        while (length != before && waited.Elapsed < limit && !cancel.IsCancellationRequested);
    }

    /// <summary>Copies it, octet by octet from its beginning, until cancelled; what has come by then is copied in any case.</summary>
    public async Task CopyToAsync(Stream output, CancellationToken cancel)
    {
        FileStream? input = null;
        try
        {
            bool last;
            do
            {
                last = cancel.IsCancellationRequested;
                input ??= OpenFile();
                if (input is not null && input.Length > input.Position)
                {
                    await input.CopyToAsync(output, CancellationToken.None);
                    await output.FlushAsync(CancellationToken.None);
                }

                await Task.Delay(Interval, cancel).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
            while (!last);
        }
        finally
        {
            if (input is not null)
            {
                await input.DisposeAsync();
            }
        }
    }

    private StreamReader? Open() => OpenFile() is { } stream ? new(stream) : null;

    private FileStream? OpenFile() => File.Exists(file)
        ? new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
        : null;
}
