namespace MirageGen.Dns.Wire;

/// <summary>What a message asks for (RFC 1035 section 4.1.1).</summary>
internal enum Opcode : byte
{
    /// <summary>An answer to a question.</summary>
    Query = 0,

    /// <summary>A server's state; obsolete in practice (RFC 1035).</summary>
    Status = 2,

    /// <summary>A zone has changed (RFC 1996).</summary>
    Notify = 4,

    /// <summary>A zone is to be changed (RFC 2136).</summary>
    Update = 5,
}
