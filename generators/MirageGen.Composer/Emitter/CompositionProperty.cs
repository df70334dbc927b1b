using MirageGen.Composer.Model;

namespace MirageGen.Composer.Emitter;

/// <summary>A property of a completed <c>[Compose]</c> class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The concrete class of its value.</param>
/// <param name="IsPublic">Whether every assembly can name that class.</param>
/// <param name="Local">The variable of the same value.</param>
/// <param name="Summary">What it is.</param>
internal sealed record CompositionProperty(string Name, TypeName Type, bool IsPublic, string Local, string Summary);
