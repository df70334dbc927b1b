namespace MirageGen.Composer.CodeFixes;

/// <summary>The composer's diagnostics that have a fix, and the properties they carry for it.</summary>
internal static class FixIds
{
    public const string AmbiguousDevice = "MGEN002";
    public const string ApplianceShape = "MGEN006";
    public const string RunAsyncShape = "MGEN007";
    public const string ArgumentType = "MGEN008";
    public const string DeviceShape = "MGEN012";
    public const string CompositionShape = "MGEN013";
    public const string NeedsOperatingSystem = "MGEN101";
    public const string LeavesLoop = "MGEN102";

    /// <summary>Fully qualified names of the devices that would do, separated by <c>;</c>.</summary>
    public const string CandidatesProperty = "candidates";

    /// <summary>
    /// Full metadata name of the signature that several devices would do for, where it is not the type of the parameter
    /// pointed at but that of a device deeper down.
    /// </summary>
    public const string SignatureProperty = "signature";

    /// <summary>What is wrong with a class, one of the causes below.</summary>
    public const string CauseProperty = "cause";

    /// <summary>The class is not public.</summary>
    public const string AccessibilityCause = "accessibility";

    /// <summary>The class is abstract.</summary>
    public const string AbstractCause = "abstract";

    /// <summary>The class is static.</summary>
    public const string StaticCause = "static";

    /// <summary>Full metadata names of the types to ask for instead, separated by <c>;</c>.</summary>
    public const string SignaturesProperty = "signatures";

    /// <summary>What to do about leaving the loop, one of the remedies below.</summary>
    public const string RemedyProperty = "remedy";

    /// <summary>Awaiting what was waited for.</summary>
    public const string AwaitRemedy = "await";

    /// <summary>Coming back to the loop after an await.</summary>
    public const string ConfigureAwaitRemedy = "configure-await";

    /// <summary>Using the clock that the appliance asks for.</summary>
    public const string ClockRemedy = "clock";
}
