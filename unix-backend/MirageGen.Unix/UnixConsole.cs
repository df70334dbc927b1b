using MirageGen.Unix.Consoles;

namespace MirageGen.Unix;

/// <summary>
/// CONSOLE on standard output and standard input. Up to 256 kB wait for a slow reader of the output; what is beyond, and
/// everything once the reader has gone, is dropped and counted. A line of the input longer than 64 kB comes in pieces.
/// </summary>
[Device(typeof(IConsole), Target = "unix", Shared = true)]
public sealed class UnixConsole : IConsole
{
    private readonly OutputStream _output;
    private readonly InputLines _input;

    /// <summary>Takes nothing from the input before a line is asked for.</summary>
    /// <param name="machine">The process.</param>
    public UnixConsole(UnixMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _output = machine.Output;
        _input = machine.Input;
    }

    /// <summary>Octets of output that were dropped.</summary>
    public long DroppedBytes => _output.DroppedBytes;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<char> text) => _output.Write(text);

    /// <inheritdoc/>
    public void WriteLine(ReadOnlySpan<char> text = default) => _output.Write(text, "\n");

    /// <inheritdoc/>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellation = default) => _input.ReadAsync(cancellation);
}
