using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;

namespace MirageGen.XenHost.Machine;

/// <summary>
/// Runs commands in dom0, several at once. A command and what it prints are files of the share; a virtio-serial port
/// carries one short line to start it and one when it is done (see Initramfs/Scripts/agent).
/// </summary>
internal sealed class CommandChannel : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Socket _listener;
    private readonly string _folder;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _running = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);
    private StreamWriter? _output;
    private Task _reading = Task.CompletedTask;
    private int _last;

    /// <summary>Listens for QEMU, which connects as soon as it starts.</summary>
    public CommandChannel(MachineFiles files)
    {
        _folder = Path.Combine(files.Share, "commands");
        _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(files.Socket));
        _listener.Listen(1);
    }

    /// <summary>Completes when dom0 takes commands.</summary>
    public async Task ConnectAsync(CancellationToken cancel)
    {
        var stream = new NetworkStream(await _listener.AcceptAsync(cancel), ownsSocket: true);
        _output = new(stream) { AutoFlush = true, NewLine = "\n" };
        _reading = ReadAsync(new(stream));
        await _ready.Task.WaitAsync(cancel);
    }

    /// <summary>Runs a script of dom0's shell to its end; it is killed there when the time is over or the call cancelled.</summary>
    /// <exception cref="OperationCanceledException">It did not end in time, or was cancelled.</exception>
    /// <exception cref="XenHostException">The machine is gone.</exception>
    public async Task<CommandResult> RunAsync(string script, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref _last);
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, id.ToString(CultureInfo.InvariantCulture))).FullName;
        _running[id] = done;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "script"), script + "\n", cancel);
            await SendAsync($"run {id}");
            var exitCode = await AwaitAsync(id, done.Task, cancel);
            return new(exitCode, ReadText(folder, "output"), ReadText(folder, "errors"));
        }
        finally
        {
            _running.TryRemove(id, out _);
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (_output is { } output)
        {
            _output.BaseStream.Close();
            await _reading;
        }

        _writing.Dispose();
    }

    private static string ReadText(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name)) : string.Empty;

    /// <summary>Also when it is killed its end is awaited, for then nothing writes to its files any more.</summary>
    private async Task<int> AwaitAsync(int id, Task<int> done, CancellationToken cancel)
    {
        try
        {
            return await done.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            await SendAsync($"stop {id}");
            await Task.WhenAny(done, Task.Delay(StopLimit, CancellationToken.None));
            throw;
        }
    }

    private async Task SendAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _output!.WriteLineAsync(line);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw Gone(error);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync(StreamReader input)
    {
        Exception? cause = null;
        try
        {
            while (await input.ReadLineAsync() is { } line)
            {
                Take(line.Split(' '));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cause = error;
        }

        _ready.TrySetException(Gone(cause));
        foreach (var (_, command) in _running)
        {
            command.TrySetException(Gone(cause));
        }
    }

    private void Take(string[] words)
    {
        if (words is ["ready"])
        {
            _ready.TrySetResult();
        }
        else if (words is ["done", var id, var code] && int.TryParse(id, out var number) && int.TryParse(code, out var exitCode)
            && _running.TryGetValue(number, out var command))
        {
            command.TrySetResult(exitCode);
        }
    }

    private static XenHostException Gone(Exception? cause) =>
        cause is null ? new("the machine of dom0 has ended") : new("the machine of dom0 has ended", cause);
}
