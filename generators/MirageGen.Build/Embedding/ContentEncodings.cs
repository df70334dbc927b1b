namespace MirageGen.Build.Embedding;

/// <summary>The compressed forms that values are embedded in beside themselves.</summary>
[Flags]
internal enum ContentEncodings
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>gzip (RFC 1952), which every client takes.</summary>
    Gzip = 1,

    /// <summary>Brotli (RFC 7932), which browsers take over TLS only.</summary>
    Brotli = 2,

    /// <summary>Both.</summary>
    All = Gzip | Brotli,
}
