namespace MirageGen.Http;

/// <summary>What becomes of a Range field.</summary>
internal enum RangeVerdict : byte
{
    /// <summary>The whole is sent.</summary>
    Ignored,

    /// <summary>The ranges are sent: 206.</summary>
    Satisfiable,

    /// <summary>The representation has none of the ranges: 416.</summary>
    NotSatisfiable,
}
