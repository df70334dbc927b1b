using System.Runtime.CompilerServices;
using System.Text;
using MirageGen.Composer.Tests.Composing;

namespace MirageGen.Composer.Tests;

/// <summary>
/// Compares generated code with a file that was reviewed and checked in. <c>SNAPSHOT_UPDATE=1</c> accepts what is
/// new, never on a build server; and nothing is accepted that does not compile without a warning.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares every generated file of a run.</summary>
    public static void Match(ComposerRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        run.EmitWithoutWarnings();
        var text = new StringBuilder();
        foreach (var (name, source) in run.Generated.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            text.Append("==== ").Append(name).Append('\n').Append(source.TrimEnd()).Append("\n\n");
        }

        MatchText(text.ToString(), testFile, test);
    }

    private static void MatchText(string actual, string testFile, string test)
    {
        var directory = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        var stem = Path.Combine(directory, $"{Path.GetFileNameWithoutExtension(testFile)}.{test}");
        var verified = File.Exists(stem + ".verified.txt") ? File.ReadAllText(stem + ".verified.txt").ReplaceLineEndings("\n") : string.Empty;
        actual = actual.TrimEnd() + "\n";
        if (actual == verified)
        {
            File.Delete(stem + ".received.txt");
            return;
        }

        Directory.CreateDirectory(directory);
        var mayAccept = Environment.GetEnvironmentVariable("SNAPSHOT_UPDATE") == "1" &&
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        File.WriteAllText(stem + (mayAccept ? ".verified.txt" : ".received.txt"), actual);
        if (!mayAccept)
        {
            Assert.Fail(Describe(Path.GetFileName(stem), verified.Split('\n'), actual.Split('\n')));
        }
    }

    private static string Describe(string name, string[] verified, string[] received)
    {
        var line = 0;
        while (line < verified.Length && line < received.Length && verified[line] == received[line])
        {
            line++;
        }

        return $"{name} differs from line {line + 1} on\n  verified: {verified.ElementAtOrDefault(line)}\n  received: " +
            $"{received.ElementAtOrDefault(line)}\nReview the .received.txt and accept it with SNAPSHOT_UPDATE=1.";
    }
}
