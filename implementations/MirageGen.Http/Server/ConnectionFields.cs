namespace MirageGen.Http;

/// <summary>The Connection field of a response (RFC 9112 section 9.3).</summary>
internal static class ConnectionFields
{
    /// <summary>The field's line; empty where the version's default says it.</summary>
    public static ReadOnlySpan<byte> Of(bool persists, int minorVersion) =>
        !persists ? "Connection: close\r\n"u8
        : minorVersion == 0 ? "Connection: keep-alive\r\n"u8
        : default;
}
