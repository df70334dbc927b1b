namespace MirageGen.Http.Wire;

/// <summary>The four forms of a request's target (RFC 9112 section 3.2).</summary>
internal enum TargetForm : byte
{
    /// <summary><c>/path?query</c></summary>
    Origin,

    /// <summary><c>http://host/path?query</c></summary>
    Absolute,

    /// <summary><c>host:port</c>, for CONNECT.</summary>
    Authority,

    /// <summary><c>*</c>, for OPTIONS.</summary>
    Asterisk,
}
