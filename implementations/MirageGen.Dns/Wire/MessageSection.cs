namespace MirageGen.Dns.Wire;

/// <summary>The parts of a message, in their order (RFC 1035 section 4.1).</summary>
internal enum MessageSection : byte
{
    /// <summary>Questions; in an update, the zone.</summary>
    Question,

    /// <summary>Answers; in an update, the prerequisites.</summary>
    Answer,

    /// <summary>Authorities; in an update, what shall change.</summary>
    Authority,

    /// <summary>Additional records.</summary>
    Additional,
}
