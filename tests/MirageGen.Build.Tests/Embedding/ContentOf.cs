using System.Runtime.Loader;
using MirageGen.Storage;

namespace MirageGen.Build.Tests.Embedding;

/// <summary>An assembly of packed directories, loaded as a program loads it.</summary>
internal sealed class ContentOf : IDisposable
{
    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);
    private readonly Type _content;

    public ContentOf(string path)
    {
        using var file = new MemoryStream(File.ReadAllBytes(path));
        _content = _context.LoadFromStream(file).ExportedTypes.Single();
    }

    private delegate ReadOnlySpan<byte> Getter();

    public string FullName => _content.FullName!;

    /// <summary>A store over a copy, which lives longer than the assembly.</summary>
    public EmbeddedStore Open(string property) =>
        EmbeddedStore.Over(_content.GetProperty(property)!.GetMethod!.CreateDelegate<Getter>()().ToArray());

    public void Dispose() => _context.Unload();
}
