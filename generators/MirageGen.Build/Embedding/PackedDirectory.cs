namespace MirageGen.Build.Embedding;

/// <summary>A directory that has been packed.</summary>
/// <param name="Property">The property of the class <c>Content</c> that returns it.</param>
/// <param name="Image">Its image (<see cref="Storage.EmbeddedLayout"/>).</param>
internal sealed record PackedDirectory(string Property, byte[] Image);
