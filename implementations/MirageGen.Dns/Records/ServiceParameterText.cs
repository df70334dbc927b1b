using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace MirageGen.Dns;

/// <summary>Parameters of a service in text: <c>key=value</c>, in any order (RFC 9460 section 2.1 and appendix A).</summary>
internal static class ServiceParameterText
{
    private static readonly Mnemonics Keys = new(
        (0, "mandatory"), (1, "alpn"), (2, "no-default-alpn"), (3, "port"), (4, "ipv4hint"), (5, "ech"), (6, "ipv6hint"),
        (7, "dohpath"));

    /// <summary>Writes sound parameters, a space before each.</summary>
    public static void Print(ReadOnlySpan<byte> parameters, TextBuffer text)
    {
        while (!parameters.IsEmpty)
        {
            var key = ServiceParameters.Take(ref parameters, out var value);
            text.Append(' ');
            text.Append(NameOf(key));
            if (!value.IsEmpty)
            {
                text.Append('=');
                PrintValue(key, value, text);
            }
        }
    }

    /// <summary>Reads parameters to the end of an entry.</summary>
    public static void Parse(Entry entry, RdataBuffer rdata)
    {
        var values = new SortedList<ServiceParameterKey, byte[]>();
        while (entry.HasMore)
        {
            var token = entry.Take("a parameter");
            var text = entry.TextOf(token);
            var equals = text.IndexOf((byte)'=');
            var name = equals < 0 ? text : text[..equals];
            if (token.IsQuoted || !TryReadKey(name, out var key))
            {
                throw entry.Fail(token, $"'{entry.Quote(token)}' is no parameter; write key=value, the key in small letters or as key65280");
            }

            if (!values.TryAdd(key, ParseValue(entry, token, key, equals < 0 ? [] : text[(equals + 1)..])))
            {
                throw entry.Fail(token, $"the parameter {NameOf(key)} is there already");
            }
        }

        Span<byte> head = stackalloc byte[2 * sizeof(ushort)];
        foreach (var (key, value) in values)
        {
            BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)key);
            BinaryPrimitives.WriteUInt16BigEndian(head[sizeof(ushort)..], (ushort)value.Length);
            rdata.Append(head);
            rdata.Append(value);
        }
    }

    private static string NameOf(ServiceParameterKey key) =>
        Keys.NameOf((uint)key) ?? string.Create(CultureInfo.InvariantCulture, $"key{(ushort)key}");

    private static bool TryReadKey(ReadOnlySpan<byte> name, out ServiceParameterKey key)
    {
        key = default;
        if (name.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return false;
        }

        var isKey = Keys.TryFind(name, out var number);
        if (!isKey && name.StartsWith("key"u8) && !(name.Length > 4 && name[3] == '0'))
        {
            isKey = NumberText.TryRead(name[3..], (uint)ServiceParameterKey.Invalid - 1, out var value);
            number = (ushort)value;
        }

        key = (ServiceParameterKey)number;
        return isKey;
    }

    private static void PrintValue(ServiceParameterKey key, ReadOnlySpan<byte> value, TextBuffer text)
    {
        switch (key)
        {
            case ServiceParameterKey.Mandatory:
                PrintList(value, sizeof(ushort), text, (item, to) => to.Append(NameOf((ServiceParameterKey)BinaryPrimitives.ReadUInt16BigEndian(item))));
                break;
            case ServiceParameterKey.Port:
                text.AppendNumber(BinaryPrimitives.ReadUInt16BigEndian(value));
                break;
            case ServiceParameterKey.IPv4Hint:
                PrintList(value, IPv4Address.OctetCount, text, (item, to) => to.Append(new IPv4Address(item).ToString()));
                break;
            case ServiceParameterKey.IPv6Hint:
                PrintList(value, IPv6Address.OctetCount, text, (item, to) => to.Append(new IPv6Address(item).ToString()));
                break;
            case ServiceParameterKey.EncryptedClientHello:
                text.Append(Convert.ToBase64String(value));
                break;
            case ServiceParameterKey.Alpn:
                PrintProtocols(value, text);
                break;
            default:
                text.AppendQuoted(value);
                break;
        }
    }

    private static void PrintList(ReadOnlySpan<byte> value, int itemOctets, TextBuffer text, Action<ReadOnlySpan<byte>, TextBuffer> print)
    {
        for (var isFirst = true; !value.IsEmpty; value = value[itemOctets..], isFirst = false)
        {
            if (!isFirst)
            {
                text.Append(',');
            }

            print(value[..itemOctets], text);
        }
    }

    /// <summary>A list in quotes: commas and backslashes of an item behind a backslash, that of all once more (RFC 9460 appendix A.1).</summary>
    private static void PrintProtocols(ReadOnlySpan<byte> value, TextBuffer text)
    {
        text.Append('"');
        for (var isFirst = true; !value.IsEmpty; value = value[(1 + value[0])..], isFirst = false)
        {
            if (!isFirst)
            {
                text.Append(',');
            }

            foreach (var octet in value.Slice(1, value[0]))
            {
                if (octet is (byte)',' or (byte)'\\')
                {
                    text.AppendEscaped("\\"u8);
                }

                text.AppendEscaped([octet]);
            }
        }

        text.Append('"');
    }

    private static byte[] ParseValue(Entry entry, EntryToken token, ServiceParameterKey key, ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[0] == '"' && text[^1] == '"')
        {
            text = text[1..^1];
        }

        var octets = new byte[text.Length];
        if (!TextEscapes.TryRead(text, octets, out var length))
        {
            throw entry.Fail(token, "a backslash stands before neither a character nor three digits up to 255");
        }

        var value = octets.AsSpan(0, length);
        return key switch
        {
            ServiceParameterKey.Alpn => ParseProtocols(value),
            ServiceParameterKey.Mandatory => ParseList(value, ReadKey),
            ServiceParameterKey.IPv4Hint => ParseList(value, ReadIPv4),
            ServiceParameterKey.IPv6Hint => ParseList(value, ReadIPv6),
            ServiceParameterKey.Port => NumberText.TryRead(value, ushort.MaxValue, out var port) ? [(byte)(port >> 8), (byte)port] : null,
            ServiceParameterKey.EncryptedClientHello => ReadBase64(value),
            _ => value.Length <= Rdata.MaxOctets ? value.ToArray() : null,
        } ?? throw entry.Fail(token, $"'{entry.Quote(token)}' is no value of {NameOf(key)}");
    }

    private static byte[]? ParseList(ReadOnlySpan<byte> value, Func<ReadOnlySpan<byte>, byte[]?> read)
    {
        var items = new List<byte[]>();
        foreach (var range in value.Split((byte)','))
        {
            if (read(value[range]) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        // Keys ascend; the order of addresses is the user's.
        if (read == ReadKey)
        {
            items.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        }

        var octets = new List<byte>();
        items.ForEach(octets.AddRange);
        return [.. octets];
    }

    private static byte[]? ParseProtocols(ReadOnlySpan<byte> value)
    {
        var list = new List<byte> { 0 };
        var lengthAt = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == ',')
            {
                lengthAt = list.Count;
                list.Add(0);
                continue;
            }

            // A backslash at the end stands for itself.
            i += value[i] == '\\' && i + 1 < value.Length ? 1 : 0;
            list.Add(value[i]);
            if (++list[lengthAt] == 0)
            {
                return null;
            }
        }

        return [.. list];
    }

    private static byte[]? ReadKey(ReadOnlySpan<byte> text) =>
        TryReadKey(text, out var key) ? [(byte)((int)key >> 8), (byte)key] : null;

    private static byte[]? ReadIPv4(ReadOnlySpan<byte> text)
    {
        var octets = new byte[IPv4Address.OctetCount];
        return AddressText.TryReadIPv4(text, octets) ? octets : null;
    }

    private static byte[]? ReadIPv6(ReadOnlySpan<byte> text)
    {
        var octets = new byte[IPv6Address.OctetCount];
        return AddressText.TryReadIPv6(text, octets) ? octets : null;
    }

    private static byte[]? ReadBase64(ReadOnlySpan<byte> text)
    {
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, octets, out _, out var written) == System.Buffers.OperationStatus.Done
            ? octets[..written]
            : null;
    }
}
