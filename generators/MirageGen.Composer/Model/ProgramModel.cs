namespace MirageGen.Composer.Model;

/// <summary>What the project compiles to.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
/// <param name="EntryPoint">Its own entry point as a message names it; null when it has none.</param>
internal sealed record ProgramModel(string Assembly, bool IsExecutable, string? EntryPoint);
