namespace MirageGen.Build;

/// <summary>Writes files of the build so that what has not changed keeps its time, and nobody sees half a file.</summary>
internal static class OutputFile
{
    /// <summary>Whether a file exists with just this content.</summary>
    public static bool Holds(string path, ReadOnlySpan<byte> content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == content.Length && content.SequenceEqual(File.ReadAllBytes(path));
    }

    /// <summary>Writes a file unless it holds the content already.</summary>
    public static void WriteIfDifferent(string path, ReadOnlySpan<byte> content)
    {
        if (Holds(path, content))
        {
            return;
        }

        var partial = $"{path}.{Environment.ProcessId}.partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, path, overwrite: true);
    }
}
