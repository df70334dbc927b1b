namespace MirageGen.Composition;

/// <summary>
/// The list of an assembly's devices, written by the composer when it compiles a device library, so that a program
/// which uses the library finds them without walking its types.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DeviceManifestAttribute : Attribute
{
    /// <summary>Lists the devices.</summary>
    /// <param name="devices">Every public class of the assembly marked <c>[Device]</c>.</param>
    public DeviceManifestAttribute(params Type[] devices) => Devices = devices;

    /// <summary>Every public class of the assembly marked <c>[Device]</c>.</summary>
    public Type[] Devices { get; }
}
