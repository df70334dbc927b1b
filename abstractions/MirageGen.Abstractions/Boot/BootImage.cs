namespace MirageGen.Composition;

/// <summary>What an image is, as the composer saw it at compile time.</summary>
/// <param name="Name">The program's name, as its messages begin: the appliance's, or the project's for several.</param>
/// <param name="Summary">One line for <c>--help</c>; may be empty.</param>
/// <param name="Parameters">Every boot argument of the appliances and their devices, in the order of <c>--help</c>.</param>
public sealed record BootImage(string Name, string Summary, BootParameter[] Parameters);
