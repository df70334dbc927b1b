using MirageGen.Build.Embedding;

namespace MirageGen.Build.Tests.Embedding;

public sealed class EmbedLiteralsTests
{
    [Theory]
    [InlineData("""Site([Embed("htdocs")] IKeyValueReader pages)""", "htdocs")]
    [InlineData("""Site([FromKeyedServices("a"), Embed("htdocs")] IKeyValueReader pages)""", "htdocs")]
    [InlineData("""Site([MirageGen.EmbedAttribute( "content/site" )] IKeyValueReader pages)""", "content/site")]
    [InlineData("""Site([param: Embed(directory: "htdocs")] IKeyValueReader pages)""", "htdocs")]
    [InlineData("Site([Embed(@\"with \"\"quotes\"\"\")] IKeyValueReader pages)", "with \"quotes\"")]
    [InlineData("""Site([Embed("caf\u00e9")] IKeyValueReader pages)""", "café")]
    [InlineData("Site([Embed(\"\"\"raw\"\"\")] IKeyValueReader pages)", "raw")]
    [InlineData("Site([Embed(\n    \"htdocs\"\n)] IKeyValueReader pages)", "htdocs")]
    public void A_literal_is_found_however_it_is_written(string source, string directory) =>
        Assert.Equal([directory], EmbedLiterals.In(source));

    [Theory]
    [InlineData("""Site([Embed(Directory)] IKeyValueReader pages)""")]
    [InlineData("""Site([Embed("a" + "b")] IKeyValueReader pages)""")]
    [InlineData("""Site([EmbedMore("htdocs")] IKeyValueReader pages)""")]
    [InlineData("""Site([NotEmbed("htdocs")] IKeyValueReader pages)""")]
    public void What_is_no_plain_literal_of_the_attribute_is_left_to_the_composer(string source) =>
        Assert.Empty(EmbedLiterals.In(source));

    [Fact]
    public void Every_literal_of_a_source_is_found_in_order() =>
        Assert.Equal(
            ["b", "a", "b"],
            EmbedLiterals.In("""class X([Embed("b")] R x, [Embed("a")] R y); class Y([Embed("b")] R z);"""));
}
