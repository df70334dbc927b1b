namespace MirageGen.Http.Wire;

/// <summary>How far a head has come.</summary>
internal enum HeadProgress : byte
{
    /// <summary>It goes on behind what has arrived.</summary>
    NeedsMore,

    /// <summary>It is complete and well-formed.</summary>
    Complete,

    /// <summary>It is malformed or too large.</summary>
    Failed,
}
