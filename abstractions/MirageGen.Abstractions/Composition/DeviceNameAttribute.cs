namespace MirageGen;

/// <summary>
/// On a <see cref="string"/> parameter of a device: the name it was asked for under, as given by
/// <c>[FromKeyedServices("name")]</c> and handed down to the devices it asks for in turn; <c>default</c> when none
/// was given.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DeviceNameAttribute : Attribute;
