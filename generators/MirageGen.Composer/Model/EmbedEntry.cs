namespace MirageGen.Composer.Model;

/// <summary>A directory that the build has compiled in.</summary>
/// <param name="Directory">Its path below the project's folder.</param>
/// <param name="Property">The property that holds its content, with namespace and class.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Octets">The length of the content.</param>
internal sealed record EmbedEntry(string Directory, string Property, string Files, string Octets);
