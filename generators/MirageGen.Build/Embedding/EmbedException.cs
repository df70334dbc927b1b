namespace MirageGen.Build.Embedding;

/// <summary>A directory cannot be embedded for a reason that its owner can mend; becomes one build error.</summary>
/// <param name="code">The diagnostic, <c>MGEN2nn</c>.</param>
/// <param name="path">The file or directory at fault.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class EmbedException(string code, string path, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string Path { get; } = path;
}
