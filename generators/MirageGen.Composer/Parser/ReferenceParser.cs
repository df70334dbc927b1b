using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>
/// Finds the devices and backends of referenced assemblies through the manifest that each device library carries:
/// no walk over types, and for a reference that was read before not even a look at its attributes.
/// </summary>
internal static class ReferenceParser
{
    private const string ContractAssembly = "MirageGen.Abstractions";
    private const string StorageAssembly = "MirageGen.Storage";

    // A metadata reference lives across edits; a project reference is replaced when that project changes. Keying by
    // identity is therefore exact, and the table lets go of what the compiler lets go of.
    private static readonly ConditionalWeakTable<MetadataReference, ReferencesModel> Known = new();

    private static readonly ReferencesModel Nothing = new([], [], false);

    public static ReferencesModel Parse(Compilation compilation, CancellationToken cancellation)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceModel>();
        var backends = ImmutableArray.CreateBuilder<BackendModel>();
        var hasEmbeddedStore = false;
        foreach (var reference in compilation.References)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = ParseCached(compilation, reference);
            devices.AddRange(found.Devices.Items);
            backends.AddRange(found.Backends.Items);
            hasEmbeddedStore |= found.HasEmbeddedStore;
        }

        return new(devices.ToImmutable(), backends.ToImmutable(), hasEmbeddedStore);
    }

    private static ReferencesModel ParseCached(Compilation compilation, MetadataReference reference)
    {
        if (Known.TryGetValue(reference, out var known))
        {
            return known;
        }

        if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly)
        {
            return Nothing;
        }

        var found = StandsOnContract(assembly) ? ParseAssembly(assembly, out var isWhole) : Nothing.Whole(out isWhole);
        return isWhole ? Known.GetValue(reference, _ => found) : found;
    }

    /// <summary>Reads the table of referenced assemblies only, which costs next to nothing.</summary>
    private static bool StandsOnContract(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == ContractAssembly));

    /// <param name="assembly">A library that knows the contract.</param>
    /// <param name="isWhole">False when a type it mentions is not referenced (yet), so that the answer must not be kept.</param>
    private static ReferencesModel ParseAssembly(IAssemblySymbol assembly, out bool isWhole)
    {
        isWhole = true;
        var attributes = assembly.GetAttributes();
        var devices = ImmutableArray.CreateBuilder<DeviceModel>();
        foreach (var attribute in attributes)
        {
            if (!attribute.AttributeClass.Is(AttributeNames.CompositionNamespace, AttributeNames.DeviceManifest) ||
                attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var types }])
            {
                continue;
            }

            foreach (var value in types)
            {
                if (value.Value is INamedTypeSymbol { TypeKind: not TypeKind.Error } type)
                {
                    devices.Add(DeviceParser.ParseReferenced(type));
                    isWhole &= IsResolved(type);
                }
                else
                {
                    isWhole = false;
                }
            }
        }

        var backends = BackendParser.ParseAll(attributes, assembly.Name);
        return new(devices.ToImmutable(), backends, assembly.Name == StorageAssembly);
    }

    private static ReferencesModel Whole(this ReferencesModel model, out bool isWhole)
    {
        isWhole = true;
        return model;
    }

    private static bool IsResolved(INamedTypeSymbol type) =>
        type.BaseType is not { TypeKind: TypeKind.Error } &&
        type.AllInterfaces.All(i => i.TypeKind != TypeKind.Error) &&
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Constructor || m.IsStatic)
            .All(m => m.Parameters.All(p => p.Type.TypeKind != TypeKind.Error));
}
