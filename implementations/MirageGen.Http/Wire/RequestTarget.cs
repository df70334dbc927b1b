namespace MirageGen.Http.Wire;

/// <summary>A request's target, taken apart; ranges are relative to the head.</summary>
internal struct RequestTarget
{
    public TargetForm Form;

    /// <summary>The whole target.</summary>
    public OctetRange Whole;

    /// <summary>Host and port, in the forms that have them.</summary>
    public OctetRange Authority;

    /// <summary>
    /// The path as received; empty in a target without one, and then means <c>/</c> (RFC 9112 section 3.2.1).
    /// </summary>
    public OctetRange Path;

    /// <summary>The query without its question mark.</summary>
    public OctetRange Query;

    /// <summary>Whether there is a question mark.</summary>
    public bool HasQuery;

    /// <summary>Whether the path has neither percent-encoding nor dot segments: it is its own normal form.</summary>
    public bool IsPathPlain;
}
