using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>
/// Gives every instance and argument the variable name that a person would: what the appliance calls it, or else
/// after its class.
/// </summary>
internal static class PlanNaming
{
    /// <summary>Names that the emitted code uses itself.</summary>
    private static readonly string[] Reserved = ["machine", "arguments", "stop", "composition"];

    public static Plan Apply(Plan plan)
    {
        var names = new UniqueNames(Reserved);
        var devices = plan.Devices.Items.ToBuilder();
        var arguments = new List<PlannedArgument>();
        foreach (var supply in plan.Appliances.SelectMany(appliance => appliance.Supplies))
        {
            switch (supply.Operand)
            {
                case Operand.Device { Index: var i } when devices[i].Local.Length == 0:
                    devices[i] = devices[i] with { Local = names.Take(supply.Parameter) };
                    break;
                case Operand.Argument { Name: var name }:
                    arguments.Add(plan.Arguments.Single(a => a.Name == name) with { Local = names.Take(supply.Parameter) });
                    break;
            }
        }

        var appliances = plan.Appliances.Select(a => a with { Local = names.Take(a.Appliance.Name, a.Appliance.Name + "Appliance") }).ToEquatableArray();
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i].Local.Length == 0)
            {
                devices[i] = devices[i] with { Local = names.Take(Prefix(devices[i]) + devices[i].Type.Display) };
            }
        }

        var deeper = plan.Arguments.Where(argument => arguments.All(own => own.Name != argument.Name)).ToArray();
        arguments.AddRange(deeper.Select(argument => argument with { Local = names.Take(argument.Name) }));
        return plan with { Arguments = arguments.ToEquatableArray(), Devices = devices.ToImmutable(), Appliances = appliances };
    }

    private static string Prefix(PlannedDevice device) =>
        device.Name == Asker.DefaultName ? string.Empty : device.Name + "-";
}
