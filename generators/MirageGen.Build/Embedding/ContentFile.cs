namespace MirageGen.Build.Embedding;

/// <summary>One file of a directory that is embedded.</summary>
/// <param name="Key">Its path below the directory.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its size in octets when it was found.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
internal sealed record ContentFile(Key Key, string Path, long Length, DateTime Modified);
