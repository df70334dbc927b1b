using System.Collections.Immutable;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Who asks for something: a parameter that the user wrote, perhaps through devices that ask in turn.</summary>
/// <param name="Appliance">The appliance's simple name.</param>
/// <param name="Parameter">The parameter of the appliance.</param>
/// <param name="Anchor">Where messages go: the user's parameter, however deep the trouble is.</param>
/// <param name="Through">The devices between the parameter and the request, outermost first.</param>
/// <param name="DeviceName">The name that is handed down.</param>
internal sealed record Asker(
    string Appliance,
    string Parameter,
    Anchor Anchor,
    ImmutableArray<DeviceModel> Through,
    string DeviceName)
{
    public const string DefaultName = "default";

    /// <summary>The class whose parameter is supplied.</summary>
    public string Owner => Through.IsEmpty ? Appliance : Through[Through.Length - 1].Type.Display;

    /// <summary>The device whose parameter is supplied; null for the appliance.</summary>
    public DeviceModel? Device => Through.IsEmpty ? null : Through[Through.Length - 1];

    public string Describe()
    {
        var parameter = $"parameter '{Parameter}' of '{Appliance}'";
        return Through.IsEmpty
            ? parameter
            : $"{parameter} (through {string.Join(" -> ", Through.Select(device => device.Type.Display))})";
    }

    public Asker Into(DeviceModel device, string name) => this with { Through = Through.Add(device), DeviceName = name };
}
