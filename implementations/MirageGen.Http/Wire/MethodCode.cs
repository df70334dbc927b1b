namespace MirageGen.Http.Wire;

/// <summary>The methods of RFC 9110 section 9 and RFC 5789.</summary>
internal enum MethodCode : byte
{
    Get,
    Head,
    Post,
    Put,
    Delete,
    Patch,
    Options,
    Trace,
    Connect,

    /// <summary>Any other token.</summary>
    Other,
}
