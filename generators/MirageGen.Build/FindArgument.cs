using Microsoft.Build.Framework;
using MirageGen.Build.Graph;
using Task = Microsoft.Build.Utilities.Task;

namespace MirageGen.Build;

/// <summary>Looks a boot argument of an image up in what the composer wrote.</summary>
public sealed class FindArgument : Task
{
    /// <summary>
    /// The sources that the composer generated with a graph in them. The compiler leaves those of earlier builds where they
    /// are, so the newest one holds; there may be none.
    /// </summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>The argument's name, without hyphens in front.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Whether the image has it.</summary>
    [Output]
    public bool IsFound { get; private set; }

    /// <summary>What it is when nobody gives it; empty for nothing.</summary>
    [Output]
    public string Default { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var newest = Sources.Select(source => source.GetMetadata("FullPath")).MaxBy(File.GetLastWriteTimeUtc);
            var node = newest is null ? null : DeviceGraph.Parse(File.ReadAllText(newest)).SelectMany(graph => graph.Nodes).FirstOrDefault(IsArgument);
            (IsFound, Default) = (node is not null, node?.Default ?? string.Empty);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(error);
        }

        return !Log.HasLoggedErrors;
    }

    private bool IsArgument(GraphNode node) => node.Kind == GraphNodeKind.Argument && node.Label == "--" + Name;
}
