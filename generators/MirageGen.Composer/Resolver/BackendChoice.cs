using System;
using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Finds the backend of the build's target.</summary>
internal static class BackendChoice
{
    /// <summary>Finds the backend; a reason says why there is not exactly one.</summary>
    public static BackendModel? Find(Catalog catalog, out string? reason)
    {
        var backends = catalog.Backends.Where(backend => backend.Target == catalog.Target).ToArray();
        reason = backends.Length switch
        {
            1 => null,
            0 when catalog.Target.Length == 0 => "the property MirageTarget is not set; " + Known(catalog),
            0 => $"no backend for it is referenced; {Known(catalog)}",
            _ => $"{string.Join(" and ", backends.Select(backend => backend.Assembly))} both carry it; reference one of them",
        };
        return reason is null ? backends[0] : null;
    }

    /// <summary>
    /// Says once, for everything in the project that is to be composed, that the target does not serve.
    /// </summary>
    public static EquatableArray<Message> Check(ProjectModel project)
    {
        var (catalog, program, appliances, compositions) = project;
        var boots = catalog.Target.Length > 0 && program is { IsExecutable: true, EntryPoint: null } && appliances.Length > 0;
        if (!boots && compositions.Length == 0)
        {
            return [];
        }

        var backend = Find(catalog, out var reason);
        if (backend is { HasRun: false } && boots)
        {
            reason = "it has no way to boot a program; it is composed by tests, with [Compose]";
        }

        var anchor = Anchor.At(boots ? appliances[0].Type : compositions[0].Type);
        return reason is null ? [] : [new(Faults.TargetUnknown(catalog.Target, reason), anchor)];
    }

    private static string Known(Catalog catalog)
    {
        var targets = catalog.Backends.Select(backend => backend.Target).Distinct().OrderBy(t => t, StringComparer.Ordinal).ToArray();
        return targets.Length == 0
            ? "reference a backend such as MirageGen.Unix"
            : $"set MirageTarget to one of the targets that are: {string.Join(", ", targets)}";
    }
}
