using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>A boot argument of the image.</summary>
/// <param name="Local">The variable that holds its value.</param>
/// <param name="Name">Its whole name, with that of its device in front.</param>
/// <param name="Argument">How it is declared.</param>
internal sealed record PlannedArgument(string Local, string Name, ArgumentModel Argument);
