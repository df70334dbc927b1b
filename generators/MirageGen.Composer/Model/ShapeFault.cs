namespace MirageGen.Composer.Model;

/// <summary>Why a class cannot be constructed.</summary>
/// <param name="Reason">What the message says.</param>
/// <param name="Cause">One word of it for a code fix; null when none can mend it.</param>
internal sealed record ShapeFault(string Reason, string? Cause = null)
{
    public EquatableArray<FaultDetail> Details => Cause is null ? [] : [new(FaultDetail.Cause, Cause)];
}
