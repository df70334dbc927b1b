namespace MirageGen.Composer.Outline;

/// <summary>Two hashes of a file's tokens; comments and layout are in neither.</summary>
/// <param name="Declarations">
/// Of all it declares: everything but bodies, initial values (those of constants count) and what is handed to a base
/// constructor.
/// </param>
/// <param name="Headers">
/// Of what a class elsewhere can depend on, unless it derives from a class of the file or is part of one: which types there
/// are, their modifiers, type parameters and bases, constants, enumerations, and the usings for all files.
/// </param>
internal sealed record DeclarationStamp(ulong Declarations, ulong Headers);
