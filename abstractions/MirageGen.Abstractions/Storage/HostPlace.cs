namespace MirageGen;

/// <summary>Where a file or a directory of the host lies.</summary>
/// <param name="Store">The directory, or the file's one.</param>
/// <param name="Key">The file's key in it; the root for a directory.</param>
public sealed record HostPlace(IKeyValueReader Store, Key Key);
