using System.Collections.Generic;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>A whole composition, ready to be written: everything has its name and its place in the order.</summary>
/// <param name="Backend">The target.</param>
/// <param name="Arguments">The boot arguments: first those of the appliances.</param>
/// <param name="Devices">The devices, each after those it is constructed from.</param>
/// <param name="Appliances">The appliances.</param>
internal sealed record Plan(
    BackendModel Backend,
    EquatableArray<PlannedArgument> Arguments,
    EquatableArray<PlannedDevice> Devices,
    EquatableArray<PlannedAppliance> Appliances)
{
    /// <summary>The variable that holds a boot argument.</summary>
    public string LocalOf(Operand.Argument argument)
    {
        foreach (var planned in Arguments)
        {
            if (planned.Name == argument.Name)
            {
                return planned.Local;
            }
        }

        throw new KeyNotFoundException(argument.Name);
    }
}
