using Microsoft.Extensions.Logging;

namespace MirageGen.TestKit;

/// <summary>One line of a log.</summary>
/// <param name="Time">When, since the world began; zero without a world.</param>
/// <param name="Category">The logger's category, the class of the consumer as a rule.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="EventId">What kind of event it is.</param>
/// <param name="Message">The message with its values filled in.</param>
/// <param name="Error">What was thrown, if anything.</param>
public sealed record LogEntry(
    TimeSpan Time,
    string Category,
    LogLevel Level,
    EventId EventId,
    string Message,
    Exception? Error)
{
    /// <summary>For example <c>Warning HttpServer: request refused</c>.</summary>
    public override string ToString() =>
        Error is null ? $"{Level} {Category}: {Message}" : $"{Level} {Category}: {Message} ({Error.GetType().Name}: {Error.Message})";
}
