namespace MirageGen.Dns.Signing;

/// <summary>A zone that was signed.</summary>
/// <param name="Zone">The signed zone.</param>
/// <param name="Signatures">How many signatures were made, and not taken over from before.</param>
/// <param name="Due">When it is to be signed anew.</param>
internal sealed record SigningResult(Zone Zone, long Signatures, DateTimeOffset Due);
