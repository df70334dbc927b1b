namespace MirageGen.Storage;

/// <summary>Where something lies in an image of embedded content.</summary>
/// <param name="Offset">Its first octet, counted from the image's.</param>
/// <param name="Length">How many octets it has; for the children of a dictionary, how many indices.</param>
internal readonly record struct EmbeddedSlice(int Offset, int Length);
