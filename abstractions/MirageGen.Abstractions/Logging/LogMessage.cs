using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>
/// An entry that a library logs, with names in braces for its values: what <c>[LoggerMessage]</c> declares, without the
/// generic virtual call that makes an image for Xen a tenth larger. Nothing is allocated where the level is not enabled.
/// </summary>
/// <param name="level">How severe it is.</param>
/// <param name="name">The event's, such as <c>Serving</c>: who keeps entries by their event finds it by that.</param>
/// <param name="template">Such as <c>Serving HTTP on port {Port}</c>; a brace stands for nothing else.</param>
public sealed class LogMessage(LogLevel level, string name, string template)
{
    /// <summary>Logs it.</summary>
    /// <param name="log">Where.</param>
    /// <param name="value">Its value.</param>
    public void Write<T>(ILogger log, T value)
    {
        if (IsEnabled(log))
        {
            Write(log, null, [value]);
        }
    }

    /// <summary>Logs it.</summary>
    /// <param name="log">Where.</param>
    /// <param name="first">Its first value.</param>
    /// <param name="second">Its second one.</param>
    public void Write<T1, T2>(ILogger log, T1 first, T2 second)
    {
        if (IsEnabled(log))
        {
            Write(log, null, [first, second]);
        }
    }

    /// <summary>Logs it.</summary>
    /// <param name="log">Where.</param>
    /// <param name="first">Its first value.</param>
    /// <param name="second">Its second one.</param>
    /// <param name="third">Its third one.</param>
    public void Write<T1, T2, T3>(ILogger log, T1 first, T2 second, T3 third)
    {
        if (IsEnabled(log))
        {
            Write(log, null, [first, second, third]);
        }
    }

    /// <summary>Logs one of more than three values, which allocates whatever the level.</summary>
    /// <param name="log">Where.</param>
    /// <param name="values">Its values.</param>
    public void WriteAll(ILogger log, params object?[] values)
    {
        if (IsEnabled(log))
        {
            Write(log, null, values);
        }
    }

    /// <summary>Logs it with what has led to it.</summary>
    /// <param name="log">Where.</param>
    /// <param name="error">What has led to it.</param>
    /// <param name="values">Its values.</param>
    public void WriteError(ILogger log, Exception error, params object?[] values)
    {
        if (IsEnabled(log))
        {
            Write(log, error, values);
        }
    }

    private bool IsEnabled(ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return log.IsEnabled(level);
    }

    private void Write(ILogger log, Exception? error, object?[] values)
    {
        if (log is ILineLog { TakesLines: true } line)
        {
            line.Write(level, Text(values), error);
        }
        else if (ForeignLoggers.AreSupported)
        {
            // With the names: others may keep each value by itself.
#pragma warning disable CA1848, CA2254 // A message has one template for ever; LoggerMessage's delegates would be called as well here.
            LoggerExtensions.Log(log, level, new EventId(0, name), error, template, values);
#pragma warning restore CA1848, CA2254
        }
        else
        {
            throw ForeignLoggers.Refused(log);
        }
    }

    private string Text(ReadOnlySpan<object?> values)
    {
        var text = new StringBuilder();
        var rest = template.AsSpan();
        foreach (var value in values)
        {
            var at = rest.IndexOf('{');
            text.Append(rest[..at]).Append(value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value);
            rest = rest[(rest.IndexOf('}') + 1)..];
        }

        return text.Append(rest).ToString();
    }
}
