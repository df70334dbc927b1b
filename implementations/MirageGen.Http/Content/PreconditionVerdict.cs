namespace MirageGen.Http;

/// <summary>What the conditions of a request come to.</summary>
internal enum PreconditionVerdict : byte
{
    /// <summary>They hold, or there are none.</summary>
    Proceed,

    /// <summary>The client has the representation: 304.</summary>
    NotModified,

    /// <summary>A condition does not hold: 412.</summary>
    Failed,
}
