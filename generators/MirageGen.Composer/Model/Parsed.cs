using System;

namespace MirageGen.Composer.Model;

/// <summary>
/// What the parser made of one piece of source: the model that decides what is generated, and apart from it what
/// changes with every line that shifts.
/// </summary>
/// <param name="Model">The meaning, free of places.</param>
/// <param name="Messages">What is wrong with it.</param>
/// <param name="Places">Where later messages about it would go.</param>
internal sealed record Parsed<T>(T Model, EquatableArray<PlacedMessage> Messages, EquatableArray<AnchorPlace> Places)
    where T : IEquatable<T>;
