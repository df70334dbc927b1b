namespace MirageGen.Composer.Model;

/// <summary>
/// Where a message belongs, in words that do not change when lines shift: a class and one of its parameters. The
/// place in the source is looked up only when there is something to say.
/// </summary>
/// <param name="Owner">The qualified name of the class, or the text of an assembly attribute.</param>
/// <param name="Slot">The parameter's position; <see cref="Whole"/> for the class itself.</param>
internal readonly record struct Anchor(string Owner, int Slot)
{
    public const int Whole = -1;

    /// <summary>A message about the whole build, with no place of its own.</summary>
    public static Anchor Nowhere => new(string.Empty, Whole);

    public static Anchor At(TypeName type, int slot = Whole) => new(type.Qualified, slot);
}
