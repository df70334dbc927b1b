using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>What the resolver made of a request: a plan, or the reasons why there is none.</summary>
/// <param name="Plan">The plan; null when something is wrong, or nothing was to be done.</param>
/// <param name="Messages">What is wrong.</param>
internal sealed record Resolution(Plan? Plan, EquatableArray<Message> Messages)
{
    public static readonly Resolution Nothing = new(null, []);
}
