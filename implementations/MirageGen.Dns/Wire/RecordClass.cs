namespace MirageGen.Dns;

/// <summary>A record's class (RFC 1035 section 3.2.4); any other number is one too (RFC 3597 section 5).</summary>
public enum RecordClass : ushort
{
    /// <summary>No class: it is reserved (RFC 6895 section 3.2).</summary>
    Reserved = 0,

    /// <summary>The Internet.</summary>
    Internet = 1,

    /// <summary>Chaos: by custom, facts about a server itself.</summary>
    Chaos = 3,

    /// <summary>Hesiod.</summary>
    Hesiod = 4,

    /// <summary>In an update: not that record (RFC 2136 section 2.4).</summary>
    None = 254,

    /// <summary>In a question or an update: whatever class.</summary>
    Any = 255,
}
