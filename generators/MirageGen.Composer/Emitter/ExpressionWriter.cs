using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer.Emitter;

/// <summary>Writes how the devices and appliances of a plan are constructed.</summary>
internal sealed class ExpressionWriter(Plan plan, NameTable names)
{
    private readonly Dictionary<string, string> _arguments = plan.LocalsOfArguments();

    /// <summary><c>var</c>, or the form of it that disposes at the end.</summary>
    public static string Declaration(Disposal disposal) => disposal switch
    {
        Disposal.Asynchronous => "await using var",
        Disposal.Synchronous => "using var",
        _ => "var",
    };

    public string Construct(PlannedDevice device)
    {
        var type = names.Of(device.Type);
        return device switch
        {
            { Embedded: { } embedded } => $"new {type}(global::{embedded.Property})",
            { IsConnect: true } => $"await {type}.ConnectAsync{Pass(device.Supplies)}",
            _ => $"new {type}{Pass(device.Supplies)}",
        };
    }

    public string Construct(PlannedAppliance appliance) =>
        $"new {names.Of(appliance.Appliance.Type)}{Pass(appliance.Supplies)}";

    private string Pass(EquatableArray<Supply> supplies) => Layout.List([.. supplies.Select(supply =>
        supply.ByName ? $"{Literal.Name(supply.Parameter)}: {Write(supply.Operand)}" : Write(supply.Operand))]);

    private string Write(Operand operand) => operand switch
    {
        Operand.Device device => Local(device.Index),
        Operand.Argument argument => Literal.Name(_arguments[argument.Name]),
        Operand.Text text => Literal.Text(text.Value),
        Operand.Logger logger => $"{Local(logger.Factory)}.CreateLogger({Literal.Text(logger.Category)})",
        Operand.TypedLogger logger =>
            $"new {names.Import("MirageGen.Logging", "CategoryLogger")}<{names.Of(logger.Category)}>({Local(logger.Factory)}, {Literal.Text(logger.Category.FullName)})",
        Operand.Machine => "machine",
        _ => "stop",
    };

    private string Local(int index) => Literal.Name(plan.Devices[index].Local);
}
