using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads a class marked <c>[Device]</c>, from source or from a referenced library.</summary>
internal static class DeviceParser
{
    /// <summary>Reads a device of the project, with what is wrong about it at its place.</summary>
    public static Parsed<DeviceModel> ParseLocal(INamedTypeSymbol type)
    {
        var (model, method) = Parse(type, isLocal: true);
        var messages = new List<PlacedMessage>();
        if (model.Fault is not null)
        {
            messages.Add(new(model.Fault, SourceLocation.Of(type)));
        }

        if (model.Construction is not null && method is not null)
        {
            ParameterParser.AddFaults(model.Construction.Parameters, method, messages);
        }

        return new(model, messages.ToEquatableArray(), []);
    }

    /// <summary>Reads a device of a referenced library.</summary>
    public static DeviceModel ParseReferenced(INamedTypeSymbol type) => Parse(type, isLocal: false).Model;

    private static (DeviceModel Model, IMethodSymbol? Method) Parse(INamedTypeSymbol type, bool isLocal)
    {
        var fault = ConstructionParser.FindShapeFault(type);
        var declarations = ParseDeclarations(type, ref fault);
        var method = fault is null ? FindMethod(type, ref fault) : null;
        var construction = method is null
            ? null
            : new ConstructionModel(method.MethodKind != MethodKind.Constructor, ParameterParser.ParseAll(method));
        var model = new DeviceModel(
            type.ToTypeName(),
            type.ContainingAssembly.Name,
            isLocal,
            type.IsNameable(fromAnywhere: true),
            declarations,
            construction,
            type.ReadDisposal(),
            fault is null ? null : Faults.DeviceShape(type.Name, fault));
        return (model, method);
    }

    private static IMethodSymbol? FindMethod(INamedTypeSymbol type, ref ShapeFault? fault)
    {
        var connect = ConstructionParser.FindConnect(type, out fault);
        return connect is not null || fault is not null ? connect : ConstructionParser.FindConstructor(type, out fault);
    }

    private static EquatableArray<DeviceDeclaration> ParseDeclarations(INamedTypeSymbol type, ref ShapeFault? fault)
    {
        var declarations = ImmutableArray.CreateBuilder<DeviceDeclaration>();
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass.Is(AttributeNames.UserNamespace, AttributeNames.Device))
            {
                declarations.Add(ParseDeclaration(type, attribute, ref fault));
            }
        }

        return declarations.ToImmutable();
    }

    private static DeviceDeclaration ParseDeclaration(INamedTypeSymbol type, AttributeData attribute, ref ShapeFault? fault)
    {
        var signatures = ImmutableArray.CreateBuilder<TypeName>();
        if (attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var values }])
        {
            foreach (var value in values)
            {
                if (value.Value is not ITypeSymbol signature || signature.TypeKind == TypeKind.Error)
                {
                    continue;
                }

                if (!type.Implements(signature))
                {
                    fault ??= new($"it does not implement '{signature.ToTypeName().Display}', which its [Device] names");
                }

                signatures.Add(signature.ToTypeName());
            }
        }

        var when = attribute.Named("When") as string;
        var condition = when is null ? null : BuildCondition.Parse(when);
        if (when is not null && condition is null)
        {
            fault ??= new($"When = \"{when}\" is not of the form \"Property=value\"");
        }

        return new(
            signatures.ToImmutable(),
            attribute.Named("Target") as string,
            condition,
            attribute.Named("Shared") is true);
    }
}
