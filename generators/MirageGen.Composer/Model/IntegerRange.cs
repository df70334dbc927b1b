namespace MirageGen.Composer.Model;

/// <summary>The inclusive bounds that <c>[Range]</c> sets on an integer.</summary>
internal sealed record IntegerRange(long Minimum, long Maximum);
