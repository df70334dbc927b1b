using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>
/// A log that takes an entry as text. <see cref="ILogger.Log"/> is generic and virtual: an image that calls it anywhere
/// carries .NET's type loader, a tenth of its code, to find the method where it runs.
/// </summary>
internal interface ILineLog
{
    /// <summary>Whether it does: the log of a category does where its factory's log does.</summary>
    bool TakesLines { get; }

    /// <summary>Writes an entry of a level that is enabled.</summary>
    /// <param name="level">How severe it is.</param>
    /// <param name="message">What it says.</param>
    /// <param name="error">What has led to it; null for nothing.</param>
    void Write(LogLevel level, string message, Exception? error);
}
