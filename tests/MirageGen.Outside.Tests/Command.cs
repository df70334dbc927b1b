namespace MirageGen.Outside.Tests;

/// <summary>What a command that has ended printed, and how it ended.</summary>
/// <param name="Line">The command.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Everything it printed, errors among the rest.</param>
internal sealed record Command(string Line, int ExitCode, string Output)
{
    /// <summary>The lines that say an error, each once: a build repeats them at its end.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct()];

    /// <summary>Asserts that it went well.</summary>
    public Command Succeeded() => Ended(0);

    /// <summary>Asserts how it ended.</summary>
    public Command Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"'{Line}' ended with {ExitCode} and printed:\n{Output}");
        return this;
    }

    /// <summary>Asserts that it failed with one error and no more.</summary>
    /// <returns>The line of the error.</returns>
    public string FailedOnce()
    {
        Assert.True(ExitCode != 0, $"'{Line}' should have failed and printed:\n{Output}");
        Assert.True(Errors.Count == 1, $"'{Line}' should have printed one error and printed:\n{Output}");
        return Errors[0];
    }

    /// <summary>Asserts that it printed a text.</summary>
    public Command Printed(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"'{Line}' should have printed '{text}' and printed:\n{Output}");
        return this;
    }

    /// <summary>Asserts that it printed one line and nothing else.</summary>
    public Command PrintedOnly(string line)
    {
        Assert.True(Output.Trim() == line, $"'{Line}' should have printed only '{line}' and printed:\n{Output}");
        return this;
    }
}
