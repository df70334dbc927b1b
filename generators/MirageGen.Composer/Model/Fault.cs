namespace MirageGen.Composer.Model;

/// <summary>What is wrong with something the parser read: the rule it breaks and the arguments of the rule's message.</summary>
internal sealed record Fault(string Rule, EquatableArray<string> Arguments);
