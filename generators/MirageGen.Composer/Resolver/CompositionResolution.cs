using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>What the resolver made of a <c>[Compose]</c> class.</summary>
/// <param name="Composition">The class.</param>
/// <param name="Plan">The composition; null when it has errors.</param>
/// <param name="Messages">What is wrong.</param>
internal sealed record CompositionResolution(CompositionModel Composition, Plan? Plan, EquatableArray<Message> Messages);
