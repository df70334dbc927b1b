using MirageGen.Build.Embedding;

namespace MirageGen.Build.Tests.Embedding;

public sealed class ContentIdentifierTests
{
    [Theory]
    [InlineData("htdocs", "htdocs")]
    [InlineData("content/site", "content_site")]
    [InlineData("My.App", "My_App")]
    [InlineData("2048", "_2048")]
    [InlineData("static", "static_")]
    [InlineData("café", "caf_")]
    [InlineData("", "_")]
    public void A_name_becomes_an_identifier(string name, string identifier) =>
        Assert.Equal(identifier, ContentIdentifier.From(name));
}
