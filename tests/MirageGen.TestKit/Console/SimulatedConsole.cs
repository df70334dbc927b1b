using System.Text;
using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>CONSOLE: the test types its input and reads its output. Works without a world too.</summary>
[Device(typeof(IConsole), Target = SimulatedHost.Target, Shared = true)]
public sealed class SimulatedConsole : IConsole
{
    /// <summary>How many characters of output are kept; the oldest half goes when there are more.</summary>
    private const int MaxOutput = 1 << 20;

    private readonly SimulatedHost? _host;
    private readonly Queue<string> _input = new();
    private readonly StringBuilder _output = new();
    private readonly List<OutputWait> _waits = [];
    private Reading? _reading;
    private bool _isInputEnded;

    /// <summary>A console of its own, without a world.</summary>
    public SimulatedConsole()
    {
    }

    internal SimulatedConsole(SimulatedHost host) => _host = host;

    /// <summary>Everything that was written.</summary>
    public string Output => _output.ToString();

    /// <summary>Everything that was written, by lines.</summary>
    public IReadOnlyList<string> Lines => Output.TrimEnd('\n').Split('\n');

    /// <summary>The console of a host: one, whoever asks.</summary>
    public static ValueTask<SimulatedConsole> ConnectAsync(SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host.Console);
    }

    /// <summary>Types lines, for the appliance to read.</summary>
    public void Type(params ReadOnlySpan<string> lines)
    {
        if (_isInputEnded)
        {
            throw new InvalidOperationException("The input of the console has ended.");
        }

        foreach (var line in lines)
        {
            _input.Enqueue(line);
        }

        Serve();
    }

    /// <summary>Ends the input, after what was typed: reads return null from then on.</summary>
    public void EndInput()
    {
        _isInputEnded = true;
        Serve();
    }

    /// <summary>Completes when the output contains a text, at once if it does already.</summary>
    public Task WaitForOutputAsync(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (Output.Contains(text, StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        var wait = new OutputWait(text);
        _waits.Add(wait);
        return wait.Source.Task;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<char> text)
    {
        if (_output.Length + text.Length > MaxOutput)
        {
            _output.Remove(0, Math.Min(_output.Length, MaxOutput / 2));
        }

        _output.Append(text);
        _host?.World.Record($"{_host.Name} console {text}");
        if (_waits.Count > 0)
        {
            var output = Output;
            foreach (var wait in _waits.FindAll(wait => output.Contains(wait.Text, StringComparison.Ordinal)))
            {
                _waits.Remove(wait);
                wait.Source.SetResult();
            }
        }
    }

    /// <inheritdoc/>
    public void WriteLine(ReadOnlySpan<char> text = default)
    {
        Write(text);
        Write("\n");
    }

    /// <inheritdoc/>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellation = default)
    {
        if (_reading is not null)
        {
            throw new InvalidOperationException("Somebody reads from the console already.");
        }

        cancellation.ThrowIfCancellationRequested();
        if (_input.TryDequeue(out var line))
        {
            return new(line);
        }

        if (_isInputEnded)
        {
            return new((string?)null);
        }

        _reading = new(this, cancellation);
        return _reading.Task;
    }

    /// <summary>Who reads has crashed.</summary>
    internal void Forget() => _reading = null;

    internal void DescribeWaits(List<string> waits)
    {
        if (_reading is not null)
        {
            waits.Add($"{_host}: a read from the console");
        }

        foreach (var wait in _waits)
        {
            waits.Add($"{_host}: the console is to show '{wait.Text}'");
        }
    }

    private void Serve()
    {
        if (_reading is { } reading && (_input.Count > 0 || _isInputEnded))
        {
            _reading = null;
            reading.End(_input.TryDequeue(out var line) ? line : null);
        }
    }

    private sealed record OutputWait(string Text)
    {
        public TaskCompletionSource Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A read under way.</summary>
    private sealed class Reading
    {
        private readonly LoopCompletion<string?> _line = new();
        private readonly CancellationTokenRegistration _registration;

        public Reading(SimulatedConsole console, CancellationToken cancellation) =>
            _registration = cancellation.UnsafeRegister(
                (_, token) =>
                {
                    if (console._reading != this)
                    {
                        return;
                    }

                    console._reading = null;
                    _line.SetException(new OperationCanceledException(token));
                },
                null);

        public ValueTask<string?> Task => _line.Task;

        public void End(string? line)
        {
            _registration.Dispose();
            _line.SetResult(line);
        }
    }
}
