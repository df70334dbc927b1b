namespace MirageGen.Composer.Model;

/// <summary>The directories that the build has compiled in.</summary>
/// <param name="IsPresent">Whether the build provided the list at all.</param>
/// <param name="Entries">The directories.</param>
internal sealed record EmbedTable(bool IsPresent, EquatableArray<EmbedEntry> Entries)
{
    public static readonly EmbedTable Absent = new(false, []);
}
