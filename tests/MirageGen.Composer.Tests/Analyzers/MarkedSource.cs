using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Tests.Analyzers;

/// <summary>A source text in which <c>[|</c> and <c>|]</c> enclose what a diagnostic is expected to point at.</summary>
internal sealed class MarkedSource
{
    private const string Open = "[|";
    private const string Close = "|]";

    public MarkedSource(string marked)
    {
        var text = new StringBuilder();
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        for (var at = 0; ;)
        {
            var open = marked.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                text.Append(marked, at, marked.Length - at);
                break;
            }

            var close = marked.IndexOf(Close, open, StringComparison.Ordinal);
            text.Append(marked, at, open - at);
            spans.Add(new TextSpan(text.Length, close - open - Open.Length));
            text.Append(marked, open + Open.Length, close - open - Open.Length);
            at = close + Close.Length;
        }

        Text = text.ToString();
        Spans = spans.ToImmutable();
    }

    /// <summary>The text without marks.</summary>
    public string Text { get; }

    /// <summary>Where the marks were, in order.</summary>
    public ImmutableArray<TextSpan> Spans { get; }
}
