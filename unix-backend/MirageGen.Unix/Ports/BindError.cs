namespace MirageGen.Unix.Ports;

/// <summary>Why a port cannot be had, as far as the reasons are told apart.</summary>
internal enum BindError : byte
{
    /// <summary>It was had.</summary>
    None,

    /// <summary>Someone else has it.</summary>
    InUse,

    /// <summary>This process may not.</summary>
    Denied,

    /// <summary>The host has no such address, or no such version of IP.</summary>
    NoAddress,

    /// <summary>Anything else.</summary>
    Other,
}
