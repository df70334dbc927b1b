using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Finds out what a parameter asks for.</summary>
internal static class ParameterParser
{
    public static EquatableArray<ParameterModel> ParseAll(IMethodSymbol method)
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterModel>(method.Parameters.Length);
        foreach (var parameter in method.Parameters)
        {
            parameters.Add(new(parameter.Name, parameter.Type.ToTypeName(), ParseRole(parameter)));
        }

        return parameters.MoveToImmutable();
    }

    /// <summary>Puts the faults of parameters at their places.</summary>
    public static void AddFaults(EquatableArray<ParameterModel> parameters, IMethodSymbol method, List<PlacedMessage> messages)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Role is ParameterRole.Unfit { Fault: { } fault })
            {
                messages.Add(new(fault, SourceLocation.Of(method.Parameters[i])));
            }
        }
    }

    private static ParameterRole ParseRole(IParameterSymbol parameter)
    {
        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            return new ParameterRole.Unfit(null);
        }

        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            return Unfit(parameter, "it is passed by reference");
        }

        return FindMark(parameter) is { } mark ? ParseMarked(parameter, mark) : ParseByType(parameter);
    }

    private static AttributeData? FindMark(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: AttributeNames.Argument or AttributeNames.Embed or AttributeNames.DeviceName } type &&
                type.Is(AttributeNames.UserNamespace, type.Name))
            {
                return attribute;
            }
        }

        return null;
    }

    private static ParameterRole ParseMarked(IParameterSymbol parameter, AttributeData mark) =>
        mark.AttributeClass!.Name switch
        {
            AttributeNames.Argument => ArgumentParser.Parse(parameter, mark),
            AttributeNames.Embed => EmbedParser.ParseParameter(parameter, mark),
            _ when parameter.Type.SpecialType == SpecialType.System_String => new ParameterRole.DeviceName(),
            _ => Unfit(parameter, "[DeviceName] is for a string"),
        };

    private static ParameterRole ParseByType(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (type.Is("System.Threading", "CancellationToken"))
        {
            return new ParameterRole.Stop();
        }

        if (type.Is("Microsoft.Extensions.Logging", "ILogger") && type is INamedTypeSymbol logger)
        {
            TypeName? category = logger.Arity == 0 ? null : logger.TypeArguments[0].ToTypeName();
            return new ParameterRole.Logger(category, parameter.HasExplicitDefaultValue);
        }

        if (type is { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: not (SpecialType.System_String or SpecialType.System_Object) })
        {
            return ParseDevice(parameter, (INamedTypeSymbol)type);
        }

        return parameter.HasExplicitDefaultValue
            ? new ParameterRole.LeftAtDefault()
            : Unfit(parameter, $"'{type.ToTypeName().Display}' is no device; a boot argument is marked [Argument(\"...\")]");
    }

    private static ParameterRole ParseDevice(IParameterSymbol parameter, INamedTypeSymbol type)
    {
        string? name = null;
        var uses = ImmutableArray.CreateBuilder<ChosenImplementation>();
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass.Is(AttributeNames.KeyedServicesNamespace, AttributeNames.FromKeyedServices))
            {
                var key = attribute.Positional(0);
                if (key is not (null or string { Length: > 0 }))
                {
                    return Unfit(parameter, "the key of [FromKeyedServices] must be a string that is not empty");
                }

                name = key as string;
            }
            else if (attribute.AttributeClass.Is(AttributeNames.UserNamespace, AttributeNames.Use))
            {
                if (ParseUse(attribute, type, out var use) is { } reason)
                {
                    return new ParameterRole.Unfit(Faults.UseDoesNotFit(parameter.Name, reason));
                }

                uses.Add(use!);
            }
        }

        var isSignature = type.TypeKind == TypeKind.Interface || type.IsAbstract;
        return new ParameterRole.Device(name, uses.ToImmutable(), parameter.HasExplicitDefaultValue, isSignature);
    }

    private static string? ParseUse(AttributeData attribute, INamedTypeSymbol signature, out ChosenImplementation? use)
    {
        use = null;
        if (attribute.ConstructorArguments.Length != 1)
        {
            return "on a parameter [Use] names the implementation alone";
        }

        if (attribute.Positional(0) is not INamedTypeSymbol { TypeKind: not TypeKind.Error } implementation)
        {
            return "[Use] names no class";
        }

        use = new(implementation.ToTypeName(), implementation.Implements(signature));
        return null;
    }

    private static ParameterRole.Unfit Unfit(IParameterSymbol parameter, string reason) =>
        new(Faults.ParameterUnfit(parameter.Name, parameter.ContainingType.Name, reason));
}
