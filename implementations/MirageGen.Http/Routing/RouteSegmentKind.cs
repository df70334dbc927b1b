namespace MirageGen.Http;

/// <summary>What a segment of a pattern matches; the more specific ones first.</summary>
internal enum RouteSegmentKind : byte
{
    /// <summary>The same octets.</summary>
    Literal,

    /// <summary>Any segment that is not empty.</summary>
    Parameter,

    /// <summary>The rest of the path, also an empty one.</summary>
    Rest,
}
