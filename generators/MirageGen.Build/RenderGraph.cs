using System.Text;
using Microsoft.Build.Framework;
using MirageGen.Build.Graph;
using Task = Microsoft.Build.Utilities.Task;

namespace MirageGen.Build;

/// <summary>
/// Prints what an image is composed of as a tree, and draws it into files: <c>name.target.mmd</c> (Mermaid) and
/// <c>name.target.svg</c>.
/// </summary>
public sealed class RenderGraph : Task
{
    /// <summary>The sources that the composer generated with the graph in them.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Where the files are written.</summary>
    [Required]
    public string OutputDirectory { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override bool Execute()
    {
        var isDrawn = false;
        try
        {
            foreach (var source in Sources)
            {
                foreach (var graph in DeviceGraph.Parse(File.ReadAllText(source.GetMetadata("FullPath"))))
                {
                    Render(graph);
                    isDrawn = true;
                }
            }
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            Report(error.Message);
        }

        if (!isDrawn && !Log.HasLoggedErrors)
        {
            Report("The composer wrote no graph: the project has no class marked [Unikernel].");
        }

        return !Log.HasLoggedErrors;
    }

    private void Render(DeviceGraph graph)
    {
        Directory.CreateDirectory(OutputDirectory);
        foreach (var line in GraphTree.Render(graph).Split('\n'))
        {
            Log.LogMessage(MessageImportance.High, "{0}", line);
        }

        Write(graph, ".mmd", GraphMermaid.Render(graph));
        Write(graph, ".svg", GraphSvg.Render(graph));
    }

    private void Write(DeviceGraph graph, string ending, string text)
    {
        var path = Path.Combine(OutputDirectory, $"{graph.Image}.{graph.Target}{ending}");
        OutputFile.WriteIfDifferent(path, Encoding.UTF8.GetBytes(text));
        Log.LogMessage(MessageImportance.High, "{0}", path);
    }

    private void Report(string message) =>
        Log.LogError(null, "MGEN209", null, "https://miragegen.dev/diagnostics/MGEN209", null, 0, 0, 0, 0, "{0}", message);
}
