using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads a class marked <c>[Unikernel]</c>.</summary>
internal static class ApplianceParser
{
    public static Parsed<ApplianceModel> Parse(INamedTypeSymbol type)
    {
        var messages = new List<PlacedMessage>();
        var fault = ConstructionParser.FindShapeFault(type);
        var constructor = fault is null ? ConstructionParser.FindConstructor(type, out fault) : null;
        if (fault is not null)
        {
            messages.Add(new(Faults.ApplianceShape(type.Name, fault), SourceLocation.Of(type)));
        }

        var run = RunParser.Parse(type, out var runReason, out var runSymbol);
        if (runReason is not null && !type.IsStatic)
        {
            messages.Add(new(Faults.RunWrong(type.Name, runReason), SourceLocation.Of(runSymbol)));
        }

        EquatableArray<ParameterModel> parameters = constructor is null ? [] : ParameterParser.ParseAll(constructor);
        if (constructor is not null)
        {
            ParameterParser.AddFaults(parameters, constructor, messages);
        }

        var model = new ApplianceModel(
            type.ToTypeName(),
            type.Name,
            type.ContainingAssembly.Name,
            ReadSummary(type),
            parameters,
            run,
            type.ReadDisposal(),
            type.IsNameable(fromAnywhere: true),
            IsBroken: messages.Count > 0);
        return new(model, messages.ToEquatableArray(), FindPlaces(model, type, constructor));
    }

    private static string ReadSummary(INamedTypeSymbol type) =>
        type.FindAttribute(AttributeNames.UserNamespace, AttributeNames.Unikernel)?.Named("Summary") as string ?? string.Empty;

    private static EquatableArray<AnchorPlace> FindPlaces(ApplianceModel model, INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        var places = ImmutableArray.CreateBuilder<AnchorPlace>();
        places.Add(new(Anchor.At(model.Type), SourceLocation.Of(type)));
        for (var i = 0; i < model.Parameters.Length; i++)
        {
            places.Add(new(Anchor.At(model.Type, i), SourceLocation.Of(constructor!.Parameters[i])));
        }

        return places.ToImmutable();
    }
}
