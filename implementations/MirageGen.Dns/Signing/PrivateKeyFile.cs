using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace MirageGen.Dns.Signing;

/// <summary>The file of a secret key that BIND's tools write, and others as they do: lines, each a field's name and its value.</summary>
internal static class PrivateKeyFile
{
    private const string FormatField = "Private-key-format:";
    private const string AlgorithmField = "Algorithm:";
    private const string KeyField = "PrivateKey:";
    private const int MostOctets = 64;

    /// <summary>Reads it.</summary>
    /// <param name="algorithm">What the key is for by its record.</param>
    /// <param name="text">The file.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">Why it is none; empty if it is one. It says nothing of the secret.</param>
    public static bool TryRead(byte algorithm, ReadOnlySpan<byte> text, [NotNullWhen(true)] out PrivateKey? key, out string problem)
    {
        key = null;
        problem = string.Empty;
        string? format = null;
        string? itsAlgorithm = null;
        string? value = null;
        foreach (var line in Encoding.Latin1.GetString(text).Split('\n'))
        {
            format ??= ValueOf(line, FormatField);
            itsAlgorithm ??= ValueOf(line, AlgorithmField);
            value ??= ValueOf(line, KeyField);
        }

        if (algorithm is not (WeierstrassKey.Algorithm or EdwardsKey.Algorithm))
        {
            problem = $"its algorithm is {algorithm}; zones are signed by {WeierstrassKey.Algorithm} (ECDSAP256SHA256) and {EdwardsKey.Algorithm} (ED25519)";
        }
        else if (format is null || !format.StartsWith("v1.", StringComparison.Ordinal))
        {
            problem = "it is no private key: it does not begin with 'Private-key-format: v1.'";
        }
        else if (itsAlgorithm is null || itsAlgorithm.Split(' ')[0] != algorithm.ToString(CultureInfo.InvariantCulture))
        {
            problem = $"the private key is not for the algorithm {algorithm} of its DNSKEY record";
        }
        else
        {
            key = Make(algorithm, value);
            problem = key is null ? $"what follows '{KeyField}' is no key of the algorithm {algorithm} in base64" : string.Empty;
        }

        return key is not null;
    }

    private static string? ValueOf(string line, string field) =>
        line.StartsWith(field, StringComparison.Ordinal) ? line[field.Length..].Trim() : null;

    private static PrivateKey? Make(byte algorithm, string? text)
    {
        Span<byte> octets = stackalloc byte[MostOctets];
        if (text is null || !Convert.TryFromBase64String(text, octets, out var length))
        {
            return null;
        }

        return algorithm == EdwardsKey.Algorithm ? EdwardsKey.Of(octets[..length]) : WeierstrassKey.Of(octets[..length]);
    }
}
