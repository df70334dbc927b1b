using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.OperatingSystem;

/// <summary>What to use instead of a part of the operating system, and the rows that give this advice.</summary>
/// <param name="Words">The end of the message.</param>
/// <param name="Signatures">Full metadata names of the types to ask for, separated by <c>;</c>; empty for none.</param>
internal sealed record Instead(string Words, string Signatures = "")
{
    /// <summary>The diagnostic's property that carries <see cref="Signatures"/> to the code fix.</summary>
    public const string SignaturesProperty = "signatures";

    private ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add(SignaturesProperty, Signatures);

    /// <summary>Rows for every member of some types, and for deriving from them.</summary>
    public ImmutableArray<ApiRule> Of(params string[] types) =>
        [.. types.Select(type => new ApiRule(type, Words) { Properties = Properties })];

    /// <summary>A row for some members of a type.</summary>
    public ApiRule OfMembers(string type, params string[] names) =>
        new(type, Words) { Names = [.. names], Properties = Properties };

    /// <summary>A row for the overloads of some members that take a file's name, in a parameter of the given name.</summary>
    public ApiRule OfFileName(string type, string parameter, params string[] names) =>
        new(type, Words) { Names = [.. names], Overloads = method => TakesText(method, parameter), Properties = Properties };

    private static bool TakesText(IMethodSymbol method, string parameter) =>
        method.Parameters.Any(p => p.Name == parameter && p.Type.SpecialType == SpecialType.System_String);
}
