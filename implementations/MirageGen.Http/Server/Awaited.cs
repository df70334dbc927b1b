namespace MirageGen.Http;

/// <summary>What a connection waits for.</summary>
internal enum Awaited : byte
{
    /// <summary>Nothing from outside: a handler runs.</summary>
    Nothing,

    /// <summary>The first octet of a request.</summary>
    Request,

    /// <summary>The rest of a request's head.</summary>
    Head,

    /// <summary>A part of a request's body, for a handler.</summary>
    Body,

    /// <summary>What is left of a body or a connection, to be dropped.</summary>
    Rest,

    /// <summary>That the client takes what was sent: goes beside the others, and is here for the log.</summary>
    Flush,
}
