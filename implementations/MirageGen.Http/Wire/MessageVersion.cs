namespace MirageGen.Http.Wire;

/// <summary>Reads the version of a message: <c>HTTP/1.1</c> (RFC 9112 section 2.3).</summary>
internal static class MessageVersion
{
    /// <summary>Octets of a version.</summary>
    public const int Bytes = 8;

    /// <summary>Reads <see cref="Bytes"/> octets.</summary>
    /// <param name="version">What should be a version.</param>
    /// <param name="minor">
    /// 0 for HTTP/1.0, otherwise 1: a later minor version is taken for the latest that is known (RFC 9110 section 2.5).
    /// </param>
    public static WireError Read(ReadOnlySpan<byte> version, out byte minor)
    {
        minor = 1;
        if (version.SequenceEqual("HTTP/1.1"u8))
        {
            return WireError.None;
        }

        const int Major = 5;
        const int Minor = 7;
        if (!version.StartsWith("HTTP/"u8)
            || !HttpGrammar.IsDigit(version[Major])
            || version[Major + 1] != (byte)'.'
            || !HttpGrammar.IsDigit(version[Minor]))
        {
            return WireError.BadVersion;
        }

        minor = version[Minor] == (byte)'0' ? (byte)0 : (byte)1;
        return version[Major] == (byte)'1' ? WireError.None : WireError.VersionNotSupported;
    }
}
