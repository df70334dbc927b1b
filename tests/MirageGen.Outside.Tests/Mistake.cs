using System.Text.RegularExpressions;

namespace MirageGen.Outside.Tests;

/// <summary>A project with one mistake in its source.</summary>
/// <param name="Name">The project's.</param>
/// <param name="Message">What the build says of it: <c>error MGEN001: ...</c>, to the end.</param>
/// <param name="Source">The file, with <c>§</c> in front of what the message stands on; without one it stands on the project.</param>
internal sealed record Mistake(string Name, string Message, string Source)
{
    private const char Mark = '§';

    /// <summary>The project file.</summary>
    public string Project { get; init; } = """<Project Sdk="MirageGen.Sdk/1.0.0" />""";

    /// <summary>What the compiler says too, in its own words.</summary>
    public string? Compiler { get; init; }

    /// <summary>The file as it is written.</summary>
    public string Text => Source.Replace($"{Mark}", string.Empty, StringComparison.Ordinal);

    /// <summary>The lines that the build is to print of the project.</summary>
    /// <param name="file">Where its source is.</param>
    public IEnumerable<string> Expected(string file)
    {
        var rule = Regex.Match(Message, "MGEN[0-9]+").Value;
        yield return $"{Place(file)}: {Message} (https://miragegen.dev/diagnostics/{rule})";
        if (Compiler is not null)
        {
            yield return Compiler;
        }
    }

    private string Place(string file)
    {
        var mark = Source.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return "CSC ";
        }

        var before = Source[..mark].Split('\n');
        return $"{file}({before.Length},{before[^1].Length + 1})";
    }
}
