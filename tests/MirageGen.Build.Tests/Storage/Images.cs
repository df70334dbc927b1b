using System.Text;
using MirageGen.Build.Embedding;

namespace MirageGen.Build.Tests.Storage;

/// <summary>Images of embedded content made for a test.</summary>
internal static class Images
{
    /// <summary>Packs values given as path and text, with the time of 2001-02-03T04:05:06Z.</summary>
    public static byte[] Pack(params (string Key, string Text)[] values) =>
        ImageWriter.Write(values.Select(value => Value(value.Key, Encoding.UTF8.GetBytes(value.Text))));

    /// <summary>A value as the build packs it.</summary>
    public static PackedValue Value(string key, byte[] octets) =>
        new(key, 981_173_106, octets, System.Security.Cryptography.SHA256.HashData(octets), ContentVariants.Of(octets, ContentEncodings.All));
}
