using MirageGen.Xen.Consoles;

namespace MirageGen.Xen;

/// <summary>
/// CONSOLE on the domain's first console (<c>xl console</c>). Up to 64 kB wait for a slow reader of the output; what is beyond is
/// dropped and counted. What is typed is shown, as nobody else does; a line longer than 4 kB comes in pieces.
/// </summary>
[Device(typeof(IConsole), Target = "xen", Shared = true)]
public sealed class XenConsole : IConsole
{
    private readonly ConsoleRing _ring;

    /// <summary>Takes nothing from the input before a line is asked for.</summary>
    /// <param name="machine">The domain.</param>
    public XenConsole(XenMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _ring = machine.Console;
    }

    /// <summary>Octets of output that were dropped.</summary>
    public long DroppedBytes => _ring.DroppedOctets;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<char> text) => _ring.Write(text);

    /// <inheritdoc/>
    public void WriteLine(ReadOnlySpan<char> text = default) => _ring.Write(text, "\n");

    /// <inheritdoc/>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellation = default) => _ring.ReadLineAsync(cancellation);
}
