using System.Collections.Generic;
using System.Linq;
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
    /// <summary>The variables that hold the boot arguments, by the arguments' whole names.</summary>
    public Dictionary<string, string> LocalsOfArguments() => Arguments.ToDictionary(argument => argument.Name, argument => argument.Local);
}
