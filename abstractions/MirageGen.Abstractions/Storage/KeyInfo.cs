namespace MirageGen;

/// <summary>What a store says of a key.</summary>
/// <param name="Kind">Whether there is anything under it, and what.</param>
/// <param name="Size">The value's size in octets; zero for a dictionary.</param>
/// <param name="LastModified">When the value was last set, in UTC; for embedded content, when the build found it.</param>
public readonly record struct KeyInfo(KeyKind Kind, long Size, DateTimeOffset LastModified)
{
    /// <summary>There is nothing under the key.</summary>
    public static KeyInfo None => default;
}
