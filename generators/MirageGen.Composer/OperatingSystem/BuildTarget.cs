using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MirageGen.Composer.OperatingSystem;

/// <summary>What the backend of a project's <c>MirageTarget</c> says of itself.</summary>
internal sealed class BuildTarget
{
    private const string Property = "build_property.MirageTarget";
    private const string BackendAttribute = "MirageGen.Composition.BackendAttribute";
    private const string HasOperatingSystemName = "HasOperatingSystem";
    private const string RunName = "Run";

    private BuildTarget(string name, AttributeData backend)
    {
        Name = name;
        HasOperatingSystem = backend.NamedArguments.Any(static argument =>
            argument is { Key: HasOperatingSystemName, Value.Value: true });
        StartsPrograms = backend.ConstructorArguments[1].Value is INamedTypeSymbol machine
            && machine.GetMembers(RunName).Any(static member => member is IMethodSymbol { IsStatic: true });
    }

    /// <summary>The value of <c>MirageTarget</c>.</summary>
    public string Name { get; }

    /// <summary>Whether files, sockets and processes are there.</summary>
    public bool HasOperatingSystem { get; }

    /// <summary>Whether its machine starts a program on the loop; one that does not is composed by hand, in tests.</summary>
    public bool StartsPrograms { get; }

    /// <summary>
    /// Reads the target of a project. Null where none is set, and where no referenced assembly carries a backend for it
    /// (which is the composer's to report).
    /// </summary>
    public static BuildTarget? Find(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        if (!options.GlobalOptions.TryGetValue(Property, out var name)
            || string.IsNullOrEmpty(name)
            || compilation.GetTypeByMetadataName(BackendAttribute) is not { } attribute)
        {
            return null;
        }

        var contract = attribute.ContainingAssembly.Identity.Name;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (References(assembly, contract) && FindBackend(assembly, attribute, name) is { } backend)
            {
                return new BuildTarget(name, backend);
            }
        }

        return null;
    }

    /// <summary>The table of references costs nothing to read; attributes have to be decoded.</summary>
    private static bool References(IAssemblySymbol assembly, string contract) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == contract));

    private static AttributeData? FindBackend(IAssemblySymbol assembly, INamedTypeSymbol attribute, string name) =>
        assembly.GetAttributes().FirstOrDefault(candidate =>
            SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute)
            && candidate.ConstructorArguments.Length == 2
            && candidate.ConstructorArguments[0].Value is string target
            && target == name);
}
