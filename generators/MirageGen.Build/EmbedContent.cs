using System.Globalization;
using Microsoft.Build.Framework;
using MirageGen.Build.Embedding;
using Task = Microsoft.Build.Utilities.Task;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace MirageGen.Build;

/// <summary>
/// Packs every directory that the sources name with <c>[Embed("directory")]</c> into one assembly of static data, and
/// lists them for the composer. What has not changed since the last build is neither read nor written again.
/// </summary>
public sealed class EmbedContent : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The C# sources of the project.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>The folder that the directories' names start from.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = string.Empty;

    /// <summary>The project's assembly, without an ending; the namespace follows from it.</summary>
    [Required]
    public string AssemblyName { get; set; } = string.Empty;

    /// <summary>A folder of this task's own: for the assembly, the list, and what the next build reuses.</summary>
    [Required]
    public string OutputDirectory { get; set; } = string.Empty;

    /// <summary>Names of files and directories to leave out, with <c>*</c> and <c>?</c> as wildcards.</summary>
    public string[] Exclude { get; set; } = [];

    /// <summary>The compressed forms to embed beside each value: <c>gzip</c>, <c>br</c>; none of them where there are none, or <c>none</c>.</summary>
    public string[] Encodings { get; set; } = [];

    /// <summary>
    /// The time that every embedded value is given, in seconds since 1970, for a build that must be the same wherever
    /// it is made (SOURCE_DATE_EPOCH); empty for each file's own.
    /// </summary>
    public string SourceDateEpoch { get; set; } = string.Empty;

    /// <summary>The list for the composer: a line for each directory.</summary>
    [Output]
    public ITaskItem? List { get; private set; }

    /// <summary>The assembly; none when no directory is embedded.</summary>
    [Output]
    public ITaskItem? Assembly { get; private set; }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var embedding = new ProjectEmbedding(
                ProjectDirectory, OutputDirectory, AssemblyName, Exclude, NamedEncodings(), Epoch(), _cancellation.Token);
            embedding.Run(Sources.Select(static source => source.GetMetadata("FullPath")));
            List = new TaskItem(embedding.ListPath);
            Assembly = embedding.AssemblyPath is { } path ? new TaskItem(path) : null;
        }
        catch (EmbedException error)
        {
            Report(error.Code, error.Path, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report("MGEN207", ProjectDirectory, error.Message);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    private ContentEncodings NamedEncodings()
    {
        var encodings = ContentEncodings.None;
        foreach (var name in Encodings)
        {
            encodings |= name switch
            {
                "gzip" => ContentEncodings.Gzip,
                "br" => ContentEncodings.Brotli,
                "none" => ContentEncodings.None,
                _ => throw new EmbedException(
                    "MGEN210", ProjectDirectory, $"MirageEmbedEncodings has '{name}'; it can have gzip and br, separated by semicolons, or be none."),
            };
        }

        return encodings;
    }

    private long? Epoch() =>
        SourceDateEpoch.Length == 0 ? null
        : long.TryParse(SourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? seconds
        : throw new EmbedException(
            "MGEN208", ProjectDirectory, $"SOURCE_DATE_EPOCH is '{SourceDateEpoch}'; it must be a number of seconds since 1970.");

    private void Report(string code, string path, string message) =>
        Log.LogError(null, code, null, $"https://miragegen.dev/diagnostics/{code}", path, 0, 0, 0, 0, "{0}", message);
}
