using System.Diagnostics;
using System.Globalization;

namespace MirageGen.XenHost.Machine;

/// <summary>
/// A program that lives at most as long as we do. It has a session of its own, so that a Ctrl-C of the terminal reaches us
/// alone, and the kernel kills it when the thread that started it is gone, however we end.
/// </summary>
internal sealed class OwnedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _ended;
    private readonly Task<string> _errors;

    private OwnedProcess(Process process, Task ended)
    {
        _process = process;
        _ended = ended;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it runs no more.</summary>
    public bool HasExited => _ended.IsCompleted;

    /// <summary>Starts a program of the path.</summary>
    public static async Task<OwnedProcess> StartAsync(string program, IEnumerable<string> arguments)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // PR_SET_PDEATHSIG, which setpriv asks for, means the thread that forked: this one stays until the program has ended.
        new Thread(() => StartAndWait(new("setsid", ["setpriv", "--pdeathsig", "KILL", program, .. arguments]), started, ended))
        {
            IsBackground = true,
            Name = program,
        }.Start();
        return new(await started.Task, ended.Task);
    }

    /// <summary>Completes when it has ended, with what it wrote to standard error.</summary>
    public async Task<string> WaitForExitAsync()
    {
        await _ended;
        return await _errors;
    }

    /// <summary>Kills it, by its id, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            _process.Kill();
        }

        await _ended;
        _process.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Id}");

    private static void StartAndWait(ProcessStartInfo start, TaskCompletionSource<Process> started, TaskCompletionSource ended)
    {
        try
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardError = true;
            var process = Tool.Start(start);
            process.StandardInput.Close();
            started.SetResult(process);
            process.WaitForExit();
            ended.SetResult();
        }
        catch (Exception error) when (error is XenHostException or InvalidOperationException)
        {
            started.TrySetException(error);
            ended.TrySetResult();
        }
    }
}
