using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads <c>[assembly: Use(signature, implementation)]</c>.</summary>
internal static class ChoiceParser
{
    public static Parsed<EquatableArray<AssemblyChoice>> ParseAll(ImmutableArray<AttributeData> attributes)
    {
        var choices = ImmutableArray.CreateBuilder<AssemblyChoice>();
        var messages = new List<PlacedMessage>();
        var places = ImmutableArray.CreateBuilder<AnchorPlace>();
        foreach (var attribute in attributes.Where(a => a.AttributeClass.Is(AttributeNames.UserNamespace, AttributeNames.Use)))
        {
            var location = SourceLocation.From(attribute.ApplicationSyntaxReference);
            if (attribute.Positional(0) is not INamedTypeSymbol { TypeKind: not TypeKind.Error } signature ||
                attribute.Positional(1) is not INamedTypeSymbol { TypeKind: not TypeKind.Error } implementation)
            {
                messages.Add(new(Faults.UseDoesNotFit("assembly", "on the assembly [Use] names a signature and its implementation"), location));
                continue;
            }

            var signatureName = signature.ToTypeName();
            if (!implementation.Implements(signature))
            {
                var reason = $"'{implementation.Name}' does not implement it";
                messages.Add(new(Faults.UseDoesNotFit(signatureName.Display, reason), location));
                continue;
            }

            var implementationName = implementation.ToTypeName();
            var anchor = new Anchor($"Use {signatureName.Qualified} {implementationName.Qualified}", Anchor.Whole);
            choices.Add(new(signatureName, implementationName, anchor));
            places.Add(new(anchor, location));
        }

        return new(choices.ToImmutable(), messages.ToEquatableArray(), places.ToImmutable());
    }
}
