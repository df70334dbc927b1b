namespace MirageGen.XenHost.Packing;

/// <summary>What the user wants compressed.</summary>
/// <param name="Image">The kernel, a file.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Unpacker">The file with the unpacker.</param>
internal sealed record PackOptions(string Image, string Output, string Unpacker);
