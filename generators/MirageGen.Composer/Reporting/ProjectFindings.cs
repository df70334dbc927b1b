using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;
using MirageGen.Composer.Outline;
using MirageGen.Composer.Parser;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer.Reporting;

/// <summary>What is wrong with one compilation: found out once, when it is first asked for.</summary>
internal sealed class ProjectFindings(Compilation compilation, AnalyzerOptions options)
{
    private readonly object _gate = new();
    private EquatableArray<PlacedMessage>? _messages;

    /// <summary>What is wrong with the build as a whole.</summary>
    public IEnumerable<PlacedMessage> Nowhere(CancellationToken cancellation) =>
        Find(cancellation).Where(message => message.Location is null);

    /// <summary>What stands in a file.</summary>
    public IEnumerable<PlacedMessage> In(SyntaxTree tree, CancellationToken cancellation) =>
        Find(cancellation).Where(message => message.Location?.Path == tree.FilePath);

    private EquatableArray<PlacedMessage> Find(CancellationToken cancellation)
    {
        // Not Lazy, which would keep the cancellation of whoever came first.
        lock (_gate)
        {
            return _messages ??= Resolve(cancellation);
        }
    }

    private EquatableArray<PlacedMessage> Resolve(CancellationToken cancellation)
    {
        var parsed = ProjectReader.Read(ProjectOutline.Of(compilation, isExact: true, cancellation), cancellation);
        var table = options.AdditionalFiles.FirstOrDefault(EmbedParser.IsTable);
        var embedded = table is null ? EmbedTable.Absent : EmbedParser.ParseTable(table.GetText(cancellation));
        var project = parsed.ToModel(CatalogReader.Read(parsed, embedded, options.AnalyzerConfigOptionsProvider));
        var composed = project.Compositions.Select(composition => CompositionResolver.Resolve(composition, project.Catalog));
        var messages = ProjectMessages.Place(ProjectMessages.Of(project, ImageResolver.Resolve(project), composed), parsed);
        return messages.Length == 0 && WasComposedInVain(cancellation)
            ? [new(Faults.NotComposed(project.Program.Assembly), null)]
            : messages;
    }

    /// <summary>
    /// Whether the generator found an error where there is none: it does not see what other generators write, and its stub
    /// must not pass for a program. (What the compiler says of declarations it leaves to the compiler.)
    /// </summary>
    private bool WasComposedInVain(CancellationToken cancellation) =>
        ComposedCode.HasStub(compilation) &&
        compilation.GetDeclarationDiagnostics(cancellation).All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
}
