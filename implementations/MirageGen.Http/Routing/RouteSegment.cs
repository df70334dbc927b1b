namespace MirageGen.Http;

/// <summary>One segment of a pattern.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Name">A parameter's name.</param>
/// <param name="Literal">A literal's octets, in UTF-8.</param>
internal readonly record struct RouteSegment(RouteSegmentKind Kind, string Name, byte[] Literal);
