namespace MirageGen;

/// <summary>
/// Compiles a directory of the project into the image: the parameter, an <see cref="IKeyValueReader"/>, then serves
/// its files from read-only memory, with content hashes and precompressed variants made by the build. It costs
/// nothing at start.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EmbedAttribute : Attribute
{
    /// <summary>Names the directory.</summary>
    /// <param name="directory">A path below the project's folder, with <c>/</c> between parts; a plain literal.</param>
    public EmbedAttribute(string directory) => Directory = directory;

    /// <summary>The directory, relative to the project's folder.</summary>
    public string Directory { get; }
}
