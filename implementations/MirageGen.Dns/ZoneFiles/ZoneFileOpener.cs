namespace MirageGen.Dns;

/// <summary>Opens a file that a zone file includes. Which names are allowed is for this function to say.</summary>
/// <param name="name">The name, as it is written in the zone file.</param>
/// <param name="text">What is in it; must not change.</param>
/// <returns>False when there is no such file.</returns>
public delegate bool ZoneFileOpener(string name, out ReadOnlyMemory<byte> text);
