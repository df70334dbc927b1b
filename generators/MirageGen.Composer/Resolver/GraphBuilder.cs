using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>
/// Resolves the constructor parameters of appliances, and of the devices chosen for them, into a graph in which every
/// device comes after those it is constructed from.
/// </summary>
internal sealed class GraphBuilder(Catalog catalog, BackendModel backend)
{
    private static readonly TypeName LoggerFactory = new("global::Microsoft.Extensions.Logging.ILoggerFactory", "ILoggerFactory");
    private static readonly TypeName KeyValueReader = new("global::MirageGen.IKeyValueReader", "IKeyValueReader");

    private static readonly ParameterRole.Device RequiredSignature = new(null, [], IsOptional: false, IsSignature: true);
    private static readonly ParameterRole.Device OptionalSignature = RequiredSignature with { IsOptional = true };

    private readonly DeviceSelector _selector = new(catalog);
    private readonly EmbedSource _embeds = new(catalog, backend);
    private readonly ArgumentSet _arguments = new();
    private readonly List<PlannedDevice> _devices = [];
    private readonly List<Message> _messages = [];
    private readonly HashSet<string> _reportedSignatures = [];
    private readonly Dictionary<DeviceKey, int?> _instances = [];
    private readonly List<DeviceKey> _path = [];
    private string _applianceAssembly = string.Empty;

    /// <summary>Resolves appliances into one composition.</summary>
    /// <param name="appliances">The appliances.</param>
    /// <param name="at">Where every message goes; null for the parameters of the appliances.</param>
    public Resolution Build(EquatableArray<ApplianceModel> appliances, Anchor? at = null)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedAppliance>();
        foreach (var appliance in appliances)
        {
            _applianceAssembly = appliance.Assembly;
            ReportMissing(appliance, at);
        }

        foreach (var appliance in appliances)
        {
            _applianceAssembly = appliance.Assembly;
            var supplies = SupplyAll(appliance.Parameters, slot => AskerFor(appliance, slot, at));
            if (supplies is { } complete && !appliance.IsBroken)
            {
                planned.Add(new(string.Empty, appliance, complete));
            }
        }

        if (_messages.Count > 0 || planned.Count < appliances.Length)
        {
            return new(null, _messages.ToEquatableArray());
        }

        var plan = new Plan(backend, _arguments.Items.ToEquatableArray(), _devices.ToEquatableArray(), planned.ToImmutable());
        return new(PlanNaming.Apply(plan), []);
    }

    private static Asker AskerFor(ApplianceModel appliance, int slot, Anchor? at) => new(
        appliance.Type.Display,
        appliance.Parameters[slot].Name,
        at ?? Anchor.At(appliance.Type, slot),
        [],
        Asker.DefaultName);

    /// <summary>What an appliance itself asks for in vain is said there, and not at a parameter that leads to it.</summary>
    private void ReportMissing(ApplianceModel appliance, Anchor? at)
    {
        for (var slot = 0; slot < appliance.Parameters.Length; slot++)
        {
            var parameter = appliance.Parameters[slot];
            if (parameter.Role is ParameterRole.Device role && !parameter.Type.Equals(backend.Machine))
            {
                Choose(parameter.Type, role, AskerFor(appliance, slot, at));
            }
        }
    }

    private EquatableArray<Supply>? SupplyAll(EquatableArray<ParameterModel> parameters, System.Func<int, Asker> askerOf)
    {
        var supplies = ImmutableArray.CreateBuilder<Supply>(parameters.Length);
        var isComplete = true;
        var byName = false;
        for (var slot = 0; slot < parameters.Length; slot++)
        {
            var parameter = parameters[slot];
            var isLeftOut = false;
            var operand = SupplyOne(parameter, askerOf(slot), ref isLeftOut);
            if (operand is not null)
            {
                supplies.Add(new(parameter.Name, parameter.Type.Display, byName, operand));
            }

            isComplete &= operand is not null || isLeftOut;
            byName |= isLeftOut;
        }

        return isComplete ? supplies.ToImmutable() : null;
    }

    /// <returns>The operand; null when the parameter is left at its default or cannot be supplied.</returns>
    private Operand? SupplyOne(ParameterModel parameter, Asker asker, ref bool isLeftOut)
    {
        switch (parameter.Role)
        {
            case ParameterRole.Device when parameter.Type.Equals(backend.Machine):
                return new Operand.Machine();
            case ParameterRole.Device role:
                return SupplyDevice(parameter.Type, role, asker, ref isLeftOut) is { } device ? new Operand.Device(device) : null;
            case ParameterRole.Logger logger:
                return SupplyLogger(logger, asker, ref isLeftOut);
            case ParameterRole.Stop:
                return new Operand.Stop();
            case ParameterRole.DeviceName:
                return new Operand.Text(asker.DeviceName);
            case ParameterRole.Argument argument:
                return SupplyArgument(argument.Value, asker);
            case ParameterRole.Embed embed:
                return SupplyEmbed(embed, asker);
            case ParameterRole.Unfit unfit:
                ReportDeepFault(unfit.Fault, asker);
                return null;
            default:
                isLeftOut = true;
                return null;
        }
    }

    private int? SupplyDevice(TypeName signature, ParameterRole.Device role, Asker asker, ref bool isLeftOut)
    {
        var selection = Choose(signature, role, asker);
        isLeftOut = selection.IsMissing && role.IsOptional;
        if (selection.Device is not { } device)
        {
            return null;
        }

        return Instantiate(device, selection.Shared ? Asker.DefaultName : role.Name ?? asker.DeviceName, asker);
    }

    private Selection Choose(TypeName signature, ParameterRole.Device role, Asker asker)
    {
        var selection = _selector.Select(signature, role, asker, _applianceAssembly);
        var isForgiven = selection.IsMissing && role.IsOptional;
        var key = role.Uses.Length > 0 ? $"{asker.Anchor} {asker.Owner} {asker.Parameter}" : signature.Qualified;
        if (selection.Fault is { } fault && !isForgiven && _reportedSignatures.Add(key))
        {
            Report(fault, asker);
        }

        return selection;
    }

    private int? Instantiate(DeviceModel device, string name, Asker asker)
    {
        var key = new DeviceKey(device.Type.Qualified, name);
        var start = _path.IndexOf(key);
        if (start >= 0)
        {
            var circle = _path.Skip(start).Append(key).Select(k => _selector.FindClass(new(k.Class, null))!.Type.Display);
            Report(Faults.Cycle(catalog.Target, string.Join(" -> ", circle), (asker with { Through = [] }).Describe()), asker);
            return null;
        }

        if (_instances.TryGetValue(key, out var known))
        {
            return known;
        }

        _path.Add(key);
        var index = Construct(device, name, asker);
        _path.RemoveAt(_path.Count - 1);
        _instances[key] = index;
        return index;
    }

    private int? Construct(DeviceModel device, string name, Asker asker)
    {
        if (device.Fault is not null)
        {
            ReportDeepFault(device.Fault, asker.Into(device, name));
            return null;
        }

        var inside = asker.Into(device, name);
        if (SupplyAll(device.Construction!.Parameters, _ => inside) is not { } supplies)
        {
            return null;
        }

        _devices.Add(new(string.Empty, device.Type, name, device.Construction.IsConnect, device.Disposal, device.IsPublic, null, supplies));
        return _devices.Count - 1;
    }

    private Operand? SupplyLogger(ParameterRole.Logger logger, Asker asker, ref bool isLeftOut)
    {
        return SupplyDevice(LoggerFactory, logger.IsOptional ? OptionalSignature : RequiredSignature, asker, ref isLeftOut) switch
        {
            null => null,
            { } factory when logger.Category is { } category => new Operand.TypedLogger(factory, category),
            { } factory => new Operand.Logger(factory, asker.Owner),
        };
    }

    private Operand.Argument? SupplyArgument(ArgumentModel argument, Asker asker)
    {
        var name = _arguments.Add(argument, asker, out var fault);
        if (fault is not null)
        {
            Report(fault, asker);
            return null;
        }

        return new Operand.Argument(name);
    }

    private Operand.Device? SupplyEmbed(ParameterRole.Embed embed, Asker asker)
    {
        if (_embeds.IsSimulated)
        {
            var isLeftOut = false;
            var role = RequiredSignature with { Name = embed.Directory };
            return SupplyDevice(KeyValueReader, role, asker, ref isLeftOut) is { } device ? new Operand.Device(device) : null;
        }

        if (_embeds.Find(embed.Directory, asker.Parameter, out var fault) is not { } entry)
        {
            Report(fault!, asker);
            return null;
        }

        var key = new DeviceKey(EmbedSource.Store.Qualified, entry.Property);
        if (!_instances.TryGetValue(key, out var index))
        {
            _devices.Add(new(string.Empty, EmbedSource.Store, entry.Directory, false, Disposal.None, true, entry, []));
            _instances[key] = index = _devices.Count - 1;
        }

        return new Operand.Device(index!.Value);
    }

    /// <summary>A fault of the project's own class has been reported at that class; a library's is the user's to learn here.</summary>
    private void ReportDeepFault(Fault? fault, Asker asker)
    {
        if (fault is not null && asker.Device is { IsLocal: false })
        {
            var reason = $"{asker.Describe()} leads to a device that was built wrong: {Rules.Format(fault)}";
            Report(Faults.ParameterUnfit(asker.Parameter, asker.Appliance, reason), asker);
        }
    }

    private void Report(Fault fault, Asker asker) => _messages.Add(new(fault, asker.Anchor));
}
