namespace MirageGen.TestKit;

/// <summary>One operation of a storage device, for a fault's condition to judge.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Subject">The key, or the first sector's number; empty where there is none.</param>
/// <param name="Ordinal">Its number, from one, since the device was made.</param>
public readonly record struct DeviceOperation(DeviceOperationKind Kind, string Subject, long Ordinal);
