using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MirageGen.Composer.Tests.Analyzers;

/// <summary>The composer's assembly as a project refers to it: what is in it is found by its attributes.</summary>
internal sealed class ComposerReference : IAnalyzerAssemblyLoader
{
    private ComposerReference()
    {
    }

    public static AnalyzerFileReference Create() => new(typeof(ComposerGenerator).Assembly.Location, new ComposerReference());

    public Assembly LoadFromPath(string fullPath) => typeof(ComposerGenerator).Assembly;

    public void AddDependencyLocation(string fullPath)
    {
    }
}
