namespace MirageGen;

/// <summary>CONSOLE: lines of text to and from whoever runs the appliance.</summary>
public interface IConsole
{
    /// <summary>Writes text as it is, in UTF-8. Never waits: what the console does not take within its buffer is dropped and counted.</summary>
    void Write(ReadOnlySpan<char> text);

    /// <summary>Reads the next line. One reader at a time.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The line without its end; null at the end of the input.</returns>
    ValueTask<string?> ReadLineAsync(CancellationToken cancellation = default);

    /// <summary>Writes a line.</summary>
    void WriteLine(ReadOnlySpan<char> text = default)
    {
        Write(text);
        Write("\n");
    }
}
