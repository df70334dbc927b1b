namespace MirageGen.Dns.Client;

/// <summary>How asking one server ended.</summary>
internal enum ReplyKind : byte
{
    /// <summary>With an answer to just this question.</summary>
    Answered,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary>The question could not be sent, the network says that nobody is there, or a connection broke.</summary>
    Unreachable,

    /// <summary>What came answers the question but for the case of its name, so that it may be forged.</summary>
    CaseLost,

    /// <summary>Too much came that answers something else: somebody guesses.</summary>
    Suspicious,

    /// <summary>The asker gave up.</summary>
    Cancelled,
}
