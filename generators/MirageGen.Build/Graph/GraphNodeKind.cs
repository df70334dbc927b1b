namespace MirageGen.Build.Graph;

/// <summary>What a node of a device graph is.</summary>
internal enum GraphNodeKind
{
    /// <summary>An appliance.</summary>
    Appliance,

    /// <summary>A device that the composer constructs.</summary>
    Device,

    /// <summary>The machine, which is there before composition.</summary>
    Machine,

    /// <summary>A boot argument.</summary>
    Argument,

    /// <summary>A directory compiled into the image.</summary>
    Embed,
}
