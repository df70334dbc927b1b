namespace MirageGen.Interop;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>What it printed, when it succeeded; the test fails otherwise.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Errors}");
        return Output;
    }
}
