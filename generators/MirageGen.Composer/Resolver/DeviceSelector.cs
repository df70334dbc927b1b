using System;
using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Chooses the one implementation of a signature for a target, by the order that <c>[Device]</c> documents.</summary>
internal sealed class DeviceSelector(Catalog catalog)
{
    private readonly DeviceIndex _index = new(catalog.Devices);
    private readonly Dictionary<string, List<Candidate>> _fitting = [];

    /// <summary>Chooses for one request.</summary>
    /// <param name="signature">What is asked for.</param>
    /// <param name="role">How it is asked for.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="applianceAssembly">The project of the appliance, whose own devices go before a library's.</param>
    public Selection Select(TypeName signature, ParameterRole.Device role, Asker asker, string applianceAssembly)
    {
        if (role.Uses.Length > 0)
        {
            return SelectUsed(signature, role.Uses, asker);
        }

        if (SelectChosen(signature) is { } chosen)
        {
            return chosen;
        }

        var fitting = WithoutAsker(FindFitting(signature), asker);
        return fitting.Count switch
        {
            0 => Selection.Missing(Missing(signature, role, asker)),
            1 => Selection.Of(fitting[0].Device, fitting[0].Declaration.Shared),
            _ => SelectBest(signature, fitting, asker, applianceAssembly),
        };
    }

    /// <summary>The device class of that name, if the catalog has it.</summary>
    public DeviceModel? FindClass(TypeName type) => _index.FindClass(type);

    private List<Candidate> FindFitting(TypeName signature)
    {
        if (!_fitting.TryGetValue(signature.Qualified, out var fitting))
        {
            var candidates = _index.Find(signature);
            _fitting.Add(signature.Qualified, fitting = candidates.TrueForAll(Fits) ? candidates : candidates.FindAll(Fits));
        }

        return fitting;
    }

    private bool Fits(Candidate candidate) =>
        candidate.Declaration.FitsTarget(catalog.Target) && candidate.Declaration.When?.Holds(catalog.Properties) != false;

    /// <summary>A device that asks for what it implements itself wraps another: it gets what would serve without it.</summary>
    private static List<Candidate> WithoutAsker(List<Candidate> candidates, Asker asker)
    {
        if (asker.Device is not { } device || !candidates.Exists(candidate => candidate.Device.Type.Equals(device.Type)))
        {
            return candidates;
        }

        var others = candidates.Where(candidate => !candidate.Device.Type.Equals(device.Type)).ToList();
        return others.Count > 0 ? others : candidates;
    }

    private Selection SelectBest(TypeName signature, List<Candidate> fitting, Asker asker, string applianceAssembly)
    {
        var best = fitting.Max(candidate => Rank(candidate, applianceAssembly));
        var equals = fitting.FindAll(candidate => Rank(candidate, applianceAssembly) == best);
        var isOne = equals.TrueForAll(candidate => candidate.Device.Type.Equals(equals[0].Device.Type));
        return isOne
            ? Selection.Of(equals[0].Device, equals.Exists(candidate => candidate.Declaration.Shared))
            : Selection.Wrong(Ambiguous(signature, equals, asker));
    }

    private Fault Ambiguous(TypeName signature, List<Candidate> candidates, Asker asker)
    {
        var sorted = candidates.OrderBy(candidate => candidate.Device.Type.Display, StringComparer.Ordinal).ToArray();
        var classes = string.Join(";", sorted.Select(candidate => candidate.Device.Type.Qualified).Distinct());
        EquatableArray<FaultDetail> details = asker.Through.IsEmpty
            ? [new(FaultDetail.Candidates, classes)]
            : [new(FaultDetail.Candidates, classes), new(FaultDetail.Signature, signature.FullName)];
        return Faults.Ambiguous(
            signature.Display,
            catalog.Target,
            string.Join(", ", sorted.Select(candidate => candidate.Describe()).Distinct()),
            asker.Describe(),
            sorted[0].Device.Type.Display,
            details);
    }

    /// <summary>The rungs of <c>[Device]</c>, each deciding among those that are equal on the ones before it.</summary>
    private static int Rank(Candidate candidate, string applianceAssembly) =>
        (candidate.Device.IsLocal ? 8 : 0) +
        (candidate.Device.Assembly == applianceAssembly ? 4 : 0) +
        (candidate.Declaration.When is not null ? 2 : 0) +
        (candidate.Declaration.Target is not null ? 1 : 0);

    private Selection SelectUsed(TypeName signature, EquatableArray<ChosenImplementation> uses, Asker asker)
    {
        var fitting = new List<DeviceModel>();
        foreach (var use in uses)
        {
            var known = _index.FindClass(use.Implementation);
            if (known is { Fault: not null })
            {
                return Selection.Of(known, shared: false); // What is wrong with it is said of itself.
            }

            if (!use.Fits)
            {
                return Wrong($"'{use.Implementation.Display}' does not implement '{signature.Display}'");
            }

            if (known is not { } device)
            {
                return Wrong($"'{use.Implementation.Display}' is not marked [Device], or its library was built without the composer");
            }

            if (FitsTarget(device))
            {
                fitting.Add(device);
            }
        }

        return fitting.Count switch
        {
            1 => Selection.Of(fitting[0], IsShared(fitting[0])),
            0 => Wrong($"'{uses[0].Implementation.Display}' is not for target '{catalog.Target}'"),
            _ => Wrong($"{string.Join(" and ", fitting.Select(device => $"'{device.Type.Display}'"))} both serve target '{catalog.Target}'; leave one"),
        };

        Selection Wrong(string reason) => Selection.Wrong(Faults.UseDoesNotFit(asker.Parameter, reason));
    }

    /// <summary>
    /// Follows the assembly's choice; null when there is none, or only for another target, so that the usual order decides.
    /// </summary>
    private Selection? SelectChosen(TypeName signature)
    {
        if (catalog.Choices.Length == 0)
        {
            return null;
        }

        var devices = catalog.Choices.Where(choice => choice.Signature.Equals(signature))
            .Select(choice => _index.FindClass(choice.Implementation)).ToArray();
        if (devices.Any(device => device is null))
        {
            return Selection.Silent;
        }

        var fitting = devices.Where(device => FitsTarget(device!)).ToArray();
        return fitting.Length switch
        {
            0 => null,
            1 => Selection.Of(fitting[0]!, IsShared(fitting[0]!)),
            _ => Selection.Silent,
        };
    }

    private bool FitsTarget(DeviceModel device) => device.Declarations.Any(declaration => declaration.FitsTarget(catalog.Target));

    private bool IsShared(DeviceModel device) =>
        device.Declarations.Any(declaration => declaration.Shared && declaration.FitsTarget(catalog.Target));

    private Fault Missing(TypeName signature, ParameterRole.Device role, Asker asker)
    {
        var remedy = Remedy.For(signature, _index.Find(signature), catalog);
        return remedy is null && !role.IsSignature
            ? Faults.ParameterUnfit(
                asker.Parameter,
                asker.Appliance,
                asker.Through.IsEmpty
                    ? $"'{signature.Display}' is neither a signature nor a class marked [Device]"
                    : $"{asker.Describe()} leads to '{signature.Display}', which is neither a signature nor a class marked [Device]")
            : Faults.NoImplementation(
                signature.Display,
                catalog.Target,
                asker.Describe(),
                remedy ?? $"reference a library that has one, or mark a class of your own [Device(typeof({signature.Display}))]");
    }
}
