namespace MirageGen;

/// <summary>
/// On a partial class: the composer completes it into a composition of an appliance over this project's
/// <c>MirageTarget</c>, with a static <c>StartAsync</c>, a property for each device and for the appliance, and orderly
/// disposal. Unit tests use it with <c>MirageTarget</c> <c>mock</c>; a program of one's own may use it to host an
/// appliance.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComposeAttribute : Attribute
{
    /// <summary>Names the appliance.</summary>
    /// <param name="appliance">A class marked <c>[Unikernel]</c>, in this project or in one it references.</param>
    public ComposeAttribute(Type appliance) => Appliance = appliance;

    /// <summary>The appliance's class.</summary>
    public Type Appliance { get; }
}
