namespace MirageGen.Outside.Tests;

/// <summary>Each mistake in a source is one message, on the user's own line, in words that help.</summary>
public sealed class SourceMistakeTests(SourceMistakes mistakes) : IClassFixture<SourceMistakes>
{
    public static TheoryData<string> Names() => [.. MistakeCatalog.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_said_once_where_it_was_made(string name) =>
        mistakes.Said(MistakeCatalog.All.Single(mistake => mistake.Name == name));
}
