namespace MirageGen.Composer.Model;

/// <summary>What is wrong with something: the rule it breaks and the arguments of the rule's message.</summary>
/// <param name="Rule">The rule's ID.</param>
/// <param name="Arguments">What fills in its message.</param>
/// <param name="Details">What a code fix needs besides.</param>
internal sealed record Fault(string Rule, EquatableArray<string> Arguments, EquatableArray<FaultDetail> Details = default);
