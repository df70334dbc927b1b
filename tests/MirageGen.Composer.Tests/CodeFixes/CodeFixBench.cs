using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

/// <summary>Applies the fixes of one provider as an editor would, and compares the text.</summary>
internal sealed class CodeFixBench(CodeFixProvider provider, TestProject? project = null)
{
    private readonly TestProject _project = project ?? TestProject.For(null);

    /// <summary>What the composer would say at the marks of a source.</summary>
    public Marked At(string id, string markedSource, params (string Key, string Value)[] properties)
    {
        var source = new MarkedSource(markedSource);
        return From(new MarkAnalyzer(id, source.Spans, properties), source.Text);
    }

    /// <summary>What an analyzer says of a source.</summary>
    public Marked From(DiagnosticAnalyzer analyzer, string source) =>
        new(this, source, project => TestProject.AnalyzeAsync(project, analyzer));

    /// <summary>What an editor shows in a source.</summary>
    public Marked FromEditor(string source) => new(this, source, TestProject.ShowAsync);

    /// <summary>A source with its diagnostics.</summary>
    internal sealed class Marked(CodeFixBench bench, string source, Func<Project, Task<ImmutableArray<Diagnostic>>> diagnose)
    {
        private readonly Project _project = bench._project.Create(source);

        /// <summary>Asserts the titles of all actions offered for the first diagnostic.</summary>
        public async Task OffersAsync(params string[] titles) =>
            Assert.Equal(titles, (await OfferedAsync()).Select(action => action.Title));

        /// <summary>Applies the action of a title to the first diagnostic; asserts the text, and that it compiles.</summary>
        /// <returns>The project as it is then.</returns>
        public async Task<Project> BecomesAsync(string title, string expected)
        {
            var action = Assert.Single(await OfferedAsync(), action => action.Title == title);
            return await AssertBecomesAsync(action, expected);
        }

        /// <summary>The same; and nothing is left to say of the project.</summary>
        public async Task IsMendedAsync(string title, string expected) =>
            Assert.Empty(await diagnose(await BecomesAsync(title, expected)));

        /// <summary>Applies the action of a title to all diagnostics at once; asserts the text, and that it compiles.</summary>
        public async Task AllBecomeAsync(string title, string expected)
        {
            var action = Assert.Single(await OfferedAsync(), action => action.Title == title);
            var all = new FixAllContext(
                Document(_project.Solution),
                bench.Provider,
                FixAllScope.Document,
                action.EquivalenceKey,
                bench.Provider.FixableDiagnosticIds,
                new Source(diagnose),
                TestContext.Current.CancellationToken);

            await AssertBecomesAsync((await bench.Provider.GetFixAllProvider()!.GetFixAsync(all))!, expected);
        }

        private async Task<List<CodeAction>> OfferedAsync()
        {
            var diagnostics = (await diagnose(_project)).RemoveAll(diagnostic => !bench.Provider.FixableDiagnosticIds.Contains(diagnostic.Id));
            var actions = new List<CodeAction>();
            Assert.NotEmpty(diagnostics);
            await bench.Provider.RegisterCodeFixesAsync(new CodeFixContext(
                Document(_project.Solution),
                diagnostics[0],
                (action, _) => actions.Add(action),
                TestContext.Current.CancellationToken));
            return actions;
        }

        private async Task<Project> AssertBecomesAsync(CodeAction action, string expected)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var operations = await action.GetOperationsAsync(cancellation);
            var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            var text = await Document(solution).GetTextAsync(cancellation);

            Assert.Equal(expected, text.ToString());
            var changed = solution.GetProject(_project.Id)!;
            TestProject.AssertCompiles((await changed.GetCompilationAsync(cancellation))!);
            return changed;
        }

        private Document Document(Solution solution) =>
            solution.GetProject(_project.Id)!.Documents.Single(document => document.Name == "Source0.cs");
    }

    private CodeFixProvider Provider => provider;

    /// <summary>Finds the diagnostics of a project anew, for fixing all.</summary>
    private sealed class Source(Func<Project, Task<ImmutableArray<Diagnostic>>> diagnose) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await diagnose(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
