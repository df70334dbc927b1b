namespace MirageGen.Http.Wire;

/// <summary>Recognises methods; they are case-sensitive (RFC 9110 section 9.1).</summary>
internal static class MethodCodes
{
    /// <summary>Octets of the longest method that is told from a line that is no request.</summary>
    public const int LongestBytes = 32;

    public static MethodCode Identify(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("GET"u8) => MethodCode.Get,
        _ when name.SequenceEqual("HEAD"u8) => MethodCode.Head,
        _ when name.SequenceEqual("POST"u8) => MethodCode.Post,
        _ when name.SequenceEqual("PUT"u8) => MethodCode.Put,
        _ when name.SequenceEqual("DELETE"u8) => MethodCode.Delete,
        _ when name.SequenceEqual("PATCH"u8) => MethodCode.Patch,
        _ when name.SequenceEqual("OPTIONS"u8) => MethodCode.Options,
        _ when name.SequenceEqual("TRACE"u8) => MethodCode.Trace,
        _ when name.SequenceEqual("CONNECT"u8) => MethodCode.Connect,
        _ => MethodCode.Other,
    };

    /// <summary>The method's name; empty for <see cref="MethodCode.Other"/>.</summary>
    public static string NameOf(MethodCode code) => code switch
    {
        MethodCode.Get => "GET",
        MethodCode.Head => "HEAD",
        MethodCode.Post => "POST",
        MethodCode.Put => "PUT",
        MethodCode.Delete => "DELETE",
        MethodCode.Patch => "PATCH",
        MethodCode.Options => "OPTIONS",
        MethodCode.Trace => "TRACE",
        MethodCode.Connect => "CONNECT",
        _ => string.Empty,
    };
}
