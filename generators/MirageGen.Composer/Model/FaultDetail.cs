namespace MirageGen.Composer.Model;

/// <summary>Something that a code fix needs to know about a fault, and that its message does not say in one piece.</summary>
internal sealed record FaultDetail(string Name, string Value)
{
    /// <summary>The devices that would do, from <c>global::</c> on, separated by <c>;</c>.</summary>
    public const string Candidates = "candidates";

    /// <summary>The signature, where it is not the type of the parameter that is pointed at.</summary>
    public const string Signature = "signature";

    /// <summary>What keeps a class from being constructed.</summary>
    public const string Cause = "cause";
}
