using System.Collections.Immutable;

namespace MirageGen.Composer.Outline;

/// <summary>A class declaration that has attributes.</summary>
/// <param name="Position">Where its name begins.</param>
/// <param name="Attributes">The simple names that its attributes are written with.</param>
internal sealed record MarkedClass(int Position, ImmutableArray<string> Attributes);
