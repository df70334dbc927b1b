using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>An additional file of the build.</summary>
internal sealed class InMemoryText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
