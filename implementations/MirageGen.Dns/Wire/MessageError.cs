namespace MirageGen.Dns.Wire;

/// <summary>Why octets are no message, or a part of one.</summary>
internal enum MessageError : byte
{
    /// <summary>They are.</summary>
    None,

    /// <summary>They end before it does.</summary>
    Truncated,

    /// <summary>A name is malformed.</summary>
    Name,

    /// <summary>An option, or what is in it, has a length that does not fit.</summary>
    Length,

    /// <summary>A record stands where it may not, or more than once.</summary>
    Placement,
}
