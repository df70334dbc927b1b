using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>A device under one of its declarations.</summary>
internal sealed record Candidate(DeviceModel Device, DeviceDeclaration Declaration)
{
    /// <summary>The class, with its library when it comes from one.</summary>
    public string Describe() => Device.IsLocal ? Device.Type.Display : $"{Device.Type.Display} ({Device.Assembly})";
}
