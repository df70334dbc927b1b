using System.Text.RegularExpressions;

namespace MirageGen.Outside.Tests;

/// <summary>A solution in which each project has one mistake, built as a whole.</summary>
public sealed partial class SourceMistakes(Outside outside) : IAsyncLifetime
{
    private const string Folder = "mistakes";

    private Command _build = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (var mistake in MistakeCatalog.All)
        {
            outside.Write($"{Folder}/{mistake.Name}", ($"{mistake.Name}.csproj", mistake.Project), ("Site.cs", mistake.Text));
        }

        var projects = string.Concat(MistakeCatalog.All.Select(mistake => $"""<Project Path="{mistake.Name}/{mistake.Name}.csproj" />"""));
        outside.Write(Folder, ("mistakes.slnx", $"<Solution>{projects}</Solution>"));
        _build = await outside.DotnetAsync(Folder, "build");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Asserts that a project's mistake is said once, where it was made, and that nothing else is said of it.</summary>
    internal void Said(Mistake mistake)
    {
        var said = _build.Output.Split('\n').Select(line => Project().Match(line.Trim()))
            .Where(line => line.Success && line.Groups["project"].Value == mistake.Name)
            .Select(line => line.Groups["message"].Value)
            .Where(message => message.Contains(": error ", StringComparison.Ordinal) || message.Contains(" MGEN", StringComparison.Ordinal))
            .Distinct().Order();
        var expected = mistake.Expected(outside[$"{Folder}/{mistake.Name}/Site.cs"]).Order();

        Assert.True(
            expected.SequenceEqual(said),
            $"Expected of {mistake.Name}:\n{string.Join('\n', expected)}\nWas:\n{string.Join('\n', said)}\nThe build printed:\n{_build.Output}");
    }

    [GeneratedRegex(@"^(?<message>.*) \[[^\]]*/(?<project>\w+)\.csproj\]$")]
    private static partial Regex Project();
}
