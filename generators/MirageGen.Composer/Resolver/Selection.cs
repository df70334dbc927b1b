using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>The answer to a request for a signature.</summary>
/// <param name="Device">The device that serves it; null when there is none.</param>
/// <param name="Shared">Whether one instance serves every name.</param>
/// <param name="Fault">Why there is none; null also when that has been said elsewhere.</param>
/// <param name="IsMissing">Whether no implementation exists at all, which an optional parameter forgives.</param>
internal sealed record Selection(DeviceModel? Device, bool Shared, Fault? Fault, bool IsMissing)
{
    /// <summary>No device, for a reason that has been reported.</summary>
    public static readonly Selection Silent = new(null, false, null, false);

    public static Selection Of(DeviceModel device, bool shared) => new(device, shared, null, false);

    public static Selection Wrong(Fault fault) => new(null, false, fault, false);

    public static Selection Missing(Fault fault) => new(null, false, fault, true);
}
