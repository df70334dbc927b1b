using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MirageGen.Composer.Tests.Analyzers;

/// <summary>Runs one analyzer over marked sources and compares everything it says.</summary>
internal sealed class AnalyzerBench(DiagnosticAnalyzer analyzer, TestProject project)
{
    /// <summary>Asserts one diagnostic at each mark of a source, with these messages in order, and no other.</summary>
    public async Task ReportsAsync(string markedSource, params string[] messages)
    {
        var source = new MarkedSource(markedSource);

        var found = await TestProject.AnalyzeAsync(project.Create(source.Text), analyzer);

        Assert.Equal(messages, found.Select(diagnostic => diagnostic.GetMessage(null)));
        Assert.Equal(source.Spans, found.Select(diagnostic => diagnostic.Location.SourceSpan));
        var descriptor = Assert.Single(analyzer.SupportedDiagnostics);
        Assert.All(found, diagnostic => Assert.Equal(descriptor, diagnostic.Descriptor));
    }

    /// <summary>Asserts one diagnostic at each mark of an appliance's body, with these messages in order, and no other.</summary>
    public Task ReportsInApplianceAsync(string markedStatements, params string[] messages) =>
        ReportsAsync(Appliance(markedStatements), messages);

    /// <summary>Asserts that nothing is said of an appliance's body.</summary>
    public Task IsSilentInApplianceAsync(string statements) => ReportsAsync(Appliance(statements));

    /// <summary>An appliance around statements.</summary>
    public static string Appliance(string statements) => $$"""
        [Unikernel]
        public sealed class Site(TimeProvider clock)
        {
            public async Task RunAsync(CancellationToken stop)
            {
                await Task.Delay(TimeSpan.Zero, clock, stop);
        {{statements}}
            }
        }
        """;
}
