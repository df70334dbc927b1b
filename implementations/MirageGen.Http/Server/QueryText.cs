using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Reads a query as pairs of names and values (URL Standard, application/x-www-form-urlencoded): <c>+</c> is a space, and
/// a percent sign that encodes nothing stands for itself.
/// </summary>
internal static class QueryText
{
    public static string? Find(ReadOnlySpan<byte> query, string name)
    {
        while (TryTakePair(ref query, out var key, out var value))
        {
            if (Decode(key) == name)
            {
                return Decode(value);
            }
        }

        return null;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> ReadAll(ReadOnlySpan<byte> query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        while (TryTakePair(ref query, out var key, out var value))
        {
            pairs.Add(new(Decode(key), Decode(value)));
        }

        return pairs;
    }

    private static bool TryTakePair(ref ReadOnlySpan<byte> query, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = default;
        value = default;
        while (!query.IsEmpty)
        {
            var ampersand = query.IndexOf((byte)'&');
            var pair = ampersand < 0 ? query : query[..ampersand];
            query = ampersand < 0 ? default : query[(ampersand + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            key = equals < 0 ? pair : pair[..equals];
            value = equals < 0 ? default : pair[(equals + 1)..];
            return true;
        }

        return false;
    }

    private static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.ContainsAny((byte)'%', (byte)'+'))
        {
            return Encoding.UTF8.GetString(encoded);
        }

        var decoded = encoded.Length <= 256 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        var length = 0;
        while (!encoded.IsEmpty)
        {
            var octet = encoded[0];
            var isEncoded = octet == (byte)'%' && PathNormalizer.TryDecode(encoded, out octet);
            decoded[length++] = isEncoded ? octet : encoded[0] == (byte)'+' ? HttpGrammar.Space : encoded[0];
            encoded = encoded[(isEncoded ? 3 : 1)..];
        }

        return Encoding.UTF8.GetString(decoded[..length]);
    }
}
