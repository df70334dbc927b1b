using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MirageGen.Outside.Tests;

/// <summary>A process that a test has started, with all that it starts in turn.</summary>
internal sealed class Running : IAsyncDisposable
{
    /// <summary>Far longer than anything here takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly ProcessMark _mark;
    private readonly string _line;
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openStreams = 2;

    private Running(Process process, ProcessMark mark, string line)
    {
        _process = process;
        _mark = mark;
        _line = line;
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="program">Its path or name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Running Start(
        string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var mark = ProcessMark.Next();
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        mark.AddTo(start);
        return new(Process.Start(start)!, mark, $"{program} {string.Join(' ', arguments)}");
    }

    /// <summary>Waits until it has printed what a pattern matches.</summary>
    public async Task<Match> PrintedAsync(Regex pattern)
    {
        while (true)
        {
            Task more;
            bool isOver;
            Match match;
            lock (_output)
            {
                more = _more.Task;
                isOver = _openStreams == 0;
                match = pattern.Match(_output.ToString());
            }

            if (match.Success)
            {
                return match;
            }

            Assert.False(isOver, $"'{_line}' should have printed '{pattern}' and printed:\n{Output}");
            await BoundedAsync(more.WaitAsync);
        }
    }

    /// <summary>Waits for its end, and for that of all that it has started.</summary>
    public async Task<Command> EndAsync()
    {
        await BoundedAsync(_process.WaitForExitAsync);
        var left = await _mark.LeaveAsync();
        Assert.True(left.Count == 0, $"'{_line}' left processes behind: {string.Join(", ", left)}");
        return new(_line, _process.ExitCode, Output);
    }

    /// <summary>Asks it to stop, as a service manager does, and waits.</summary>
    public async Task<Command> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync();
    }

    public ValueTask DisposeAsync()
    {
        _mark.Kill();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task BoundedAsync(Func<CancellationToken, Task> wait)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await wait(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"'{_line}' took too long; there were {string.Join(", ", _mark.Processes())}, and it had printed:\n{Output}");
        }
    }

    private void Append(string? line)
    {
        TaskCompletionSource more;
        lock (_output)
        {
            if (line is null)
            {
                _openStreams--;
            }
            else
            {
                _output.Append(line).Append('\n');
            }

            more = _more;
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }
}
