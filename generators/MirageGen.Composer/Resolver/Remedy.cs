using System;
using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Says what would satisfy a request that nothing satisfies.</summary>
internal static class Remedy
{
    /// <summary>Looks at the implementations that do not fit, and at other targets' machines; null when there are none.</summary>
    public static string? For(TypeName signature, IReadOnlyList<Candidate> candidates, Catalog catalog)
    {
        var conditional = candidates.Where(c => c.Declaration.FitsTarget(catalog.Target) && c.Declaration.When is not null).ToArray();
        if (conditional.Length > 0)
        {
            return Join(conditional.Select(c => $"{c.Describe()} would serve with {c.Declaration.When}"));
        }

        var elsewhere = candidates.Where(c => c.Declaration.Target is not null).ToArray();
        if (elsewhere.Length > 0)
        {
            return "there is " + Join(elsewhere.Select(c => $"{c.Describe()} for target '{c.Declaration.Target}'"));
        }

        var machine = catalog.Backends.FirstOrDefault(backend => backend.Machine.Equals(signature));
        return machine is null ? null : $"it is the machine of target '{machine.Target}'";
    }

    private static string Join(IEnumerable<string> texts) =>
        string.Join(", ", texts.Distinct().OrderBy(text => text, StringComparer.Ordinal));
}
