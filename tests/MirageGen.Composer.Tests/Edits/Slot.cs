namespace MirageGen.Composer.Tests.Edits;

/// <summary>A place in a project that an edit fills differently.</summary>
/// <param name="Name">Its name, which stands in the source as <c>«name»</c>.</param>
/// <param name="Texts">What can stand there; the first to begin with.</param>
internal sealed record Slot(string Name, params string[] Texts)
{
    public string Mark => $"«{Name}»";
}
