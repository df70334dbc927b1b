namespace MirageGen.Composer.Model;

/// <summary>The shape of an appliance's <c>RunAsync</c>.</summary>
/// <param name="TakesStop">Whether it takes the token that is cancelled when it must stop.</param>
/// <param name="ReturnsExitCode">Whether it results in the exit code.</param>
internal readonly record struct RunShape(bool TakesStop, bool ReturnsExitCode);
