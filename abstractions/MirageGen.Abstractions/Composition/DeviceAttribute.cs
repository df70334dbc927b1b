namespace MirageGen;

/// <summary>
/// Marks a class as the implementation of one or more signatures, so that the composer may construct it.
/// Its one public constructor, or its public static <c>ConnectAsync</c> where it has one, asks for what it needs
/// exactly as an appliance does; a device that asks for devices is what MirageOS calls a functor.
/// </summary>
/// <remarks>
/// Of several candidates the composer takes, in this order: the one named by <c>[Use]</c>; one from the appliance's
/// own project; one whose <see cref="When"/> condition holds; one made for this target; one for any target. Two on
/// the same rung are ambiguous (MGEN002). A device that is <see cref="IAsyncDisposable"/> or
/// <see cref="IDisposable"/> is disposed after the appliance, in reverse order of construction.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DeviceAttribute : Attribute
{
    /// <summary>Names the signatures that the class implements; none means the class itself is asked for.</summary>
    /// <param name="signatures">Interfaces or base classes of the marked class.</param>
    public DeviceAttribute(params Type[] signatures) => Signatures = signatures;

    /// <summary>What the device can be asked for as.</summary>
    public Type[] Signatures { get; }

    /// <summary>The one target this implementation is for, such as <c>unix</c>; null for every target.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// A build property that must hold, as <c>Property=value</c>: <c>When = "MirageNet=direct"</c> is chosen by
    /// <c>-p:MirageNet=direct</c>. The property must be a <c>CompilerVisibleProperty</c>.
    /// </summary>
    public string? When { get; init; }

    /// <summary>
    /// One instance per machine, under whatever name it is asked for: consoles, clocks, the host's network stack.
    /// Otherwise there is one instance per name.
    /// </summary>
    public bool Shared { get; init; }
}
