using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>A wrong project, with the place of the mistake between <c>[|</c> and <c>|]</c>.</summary>
internal sealed class MarkedProject
{
    private const string Opening = "[|";
    private const string Closing = "|]";

    private readonly TextSpan? _place;

    public MarkedProject(string markedSource)
    {
        var source = Composing.Source.Head + markedSource;
        var start = source.IndexOf(Opening, StringComparison.Ordinal);
        var end = source.IndexOf(Closing, StringComparison.Ordinal);
        _place = start < 0 ? null : TextSpan.FromBounds(start, end - Opening.Length);
        Source = source.Replace(Opening, string.Empty, StringComparison.Ordinal).Replace(Closing, string.Empty, StringComparison.Ordinal);
    }

    /// <summary>The source without the marks.</summary>
    public string Source { get; }

    /// <summary>As <see cref="ReportsOnly"/>, where the compiler has something of its own to say about the source.</summary>
    public Diagnostic ReportsShape(string id, string? message = null, Func<ComposerRun, ComposerRun>? configure = null)
    {
        var run = Configured(configure);
        var reported = Reports(run, id, message);
        Assert.DoesNotContain(run.CompilerDiagnostics, ComposerRun.IsGenerated);
        return reported;
    }

    /// <summary>Asserts that one message is reported, at the mark, and that it is the only error of the build, with nothing against generated code.</summary>
    public Diagnostic ReportsOnly(string id, string message, Func<ComposerRun, ComposerRun>? configure = null)
    {
        var run = Configured(configure);
        var reported = Reports(run, id, message);
        Assert.DoesNotContain(run.CompilerDiagnostics, d => d.Severity == DiagnosticSeverity.Error || ComposerRun.IsGenerated(d));
        return reported;
    }

    private ComposerRun Configured(Func<ComposerRun, ComposerRun>? configure)
    {
        var run = new ComposerRun(Source);
        return configure?.Invoke(run) ?? run;
    }

    /// <summary>Asserts that the analyzer says it where there is one, and the generator where there is none, and nobody else.</summary>
    private Diagnostic Reports(ComposerRun run, string id, string? message)
    {
        Assert.Empty(run.ReportedByGenerator);
        var reported = Assert.Single(run.Reported);
        AssertSays(reported, id, message);

        var withoutAnalyzers = run.WithoutAnalyzers();
        Assert.Single(withoutAnalyzers.Reported);
        AssertSays(Assert.Single(withoutAnalyzers.ReportedByGenerator), id, TextOf(reported));
        return reported;
    }

    private void AssertSays(Diagnostic reported, string id, string? message)
    {
        Assert.Equal(id, reported.Id);
        Assert.Equal(message ?? TextOf(reported), TextOf(reported));
        Assert.Equal("https://miragegen.dev/diagnostics/" + id, reported.Descriptor.HelpLinkUri);
        AssertPlace(reported.Location);
    }

    private static string TextOf(Diagnostic reported) => reported.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private void AssertPlace(Location location)
    {
        if (_place is not { } place)
        {
            Assert.Equal(Location.None, location);
            return;
        }

        Assert.Equal(SourceText.From(Source).ToString(place), SourceText.From(Source).ToString(location.SourceSpan));
        Assert.Equal(place, location.SourceSpan);
        Assert.Equal(ComposerRun.SourcePath, location.GetLineSpan().Path);
        Assert.Equal(SourceText.From(Source).Lines.GetLinePositionSpan(place), location.GetLineSpan().Span);
    }
}
