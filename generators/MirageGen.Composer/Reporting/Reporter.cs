using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MirageGen.Composer.Reporting;

/// <summary>
/// Decides who tells the user what is wrong. The analyzer does, because editors offer fixes only for what an analyzer says;
/// but where none runs the generator does, so that nothing wrong is built in silence. Both ask here, so that one of them
/// does, and not both.
/// </summary>
internal static class Reporter
{
    /// <summary>Set by the package's MSBuild file. Where that has no part in the build, the generator reports.</summary>
    private const string Property = "build_property.MirageAnalyzersRun";

    public static bool IsAnalyzer(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(Property, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
