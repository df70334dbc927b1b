using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer.Emitter;

/// <summary>
/// The properties of a completed <c>[Compose]</c> class: the appliance by its class, each of its devices by its
/// constructor parameter, deeper ones by their class.
/// </summary>
internal sealed class CompositionMembers
{
    /// <summary>Members that the template writes itself.</summary>
    public static readonly string[] OwnMembers =
    [
        "StartAsync", "StopAsync", "DisposeAsync", "Completion", "LiveAsync", "RunAsync", "StopOnceAsync",
        "_stop", "_composed", "_released", "_life", "_stopping",
    ];

    private readonly List<CompositionProperty> _properties = [];
    private readonly UniqueNames _names;
    private readonly string[] _taken;

    private CompositionMembers(CompositionModel composition, Plan plan)
    {
        var locals = plan.Devices.Select(device => device.Local)
            .Concat(plan.Arguments.Select(argument => argument.Local))
            .Concat(plan.Appliances.Select(appliance => appliance.Local))
            .Concat(["machine", "stop", "composition"]);
        string[] members = [.. composition.MemberNames, .. OwnMembers, .. locals];
        _taken = [.. members, .. composition.NamesAround];
        _names = new(members);
    }

    public IReadOnlyList<CompositionProperty> Properties => _properties;

    /// <summary>Simple names that do not mean a type of that name inside the class.</summary>
    public IEnumerable<string> TakenNames =>
        _taken.Concat(_properties.Where(property => property.Type.Alias != property.Name).Select(property => property.Name));

    public static CompositionMembers Of(CompositionModel composition, Plan plan)
    {
        var members = new CompositionMembers(composition, plan);
        var appliance = plan.Appliances[0];
        members.Add(
            appliance.Appliance.Name, appliance.Appliance.Type, appliance.Appliance.IsPublic, appliance.Local, "The appliance.");
        foreach (var supply in appliance.Supplies)
        {
            if (supply.Operand is Operand.Device { Index: var i })
            {
                members.Add(supply.Parameter, plan.Devices[i], $"What the appliance asks for as {supply.Parameter}.");
            }
        }

        foreach (var device in plan.Devices.Where(device => members._properties.All(p => p.Local != device.Local)))
        {
            members.Add(device.Local, device, "A device that other devices stand on.");
        }

        return members;
    }

    /// <summary>The assignments that go between a variable and the value it is initialised with: <c>Stack = </c>.</summary>
    public string AssignmentOf(string local) =>
        string.Concat(_properties.Where(property => property.Local == local).Select(property => Literal.Name(property.Name) + " = "));

    private void Add(string name, PlannedDevice device, string summary) =>
        Add(name, device.Type, device.IsPublic, device.Local, summary);

    private void Add(string name, TypeName type, bool isPublic, string local, string summary) =>
        _properties.Add(new(_names.TakeExactly(UniqueNames.ToPascalCase(name)), type, isPublic, local, summary));
}
