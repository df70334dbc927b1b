using System.Buffers.Binary;

namespace MirageGen.Dns;

/// <summary>Parameters of a service on the wire (RFC 9460 section 2.2): keys ascend, each value has its key's form.</summary>
internal static class ServiceParameters
{
    private const int HeadOctets = 4;

    /// <summary>Judges parameters.</summary>
    public static RdataError Judge(ReadOnlySpan<byte> parameters)
    {
        var last = -1;
        for (var rest = parameters; !rest.IsEmpty;)
        {
            if (rest.Length < HeadOctets || rest.Length < HeadOctets + ValueLength(rest))
            {
                return RdataError.Truncated;
            }

            var key = KeyOf(rest);
            if ((int)key <= last || !IsSound(key, rest.Slice(HeadOctets, ValueLength(rest)), parameters))
            {
                return RdataError.Value;
            }

            last = (int)key;
            rest = rest[(HeadOctets + ValueLength(rest))..];
        }

        return RdataError.None;
    }

    /// <summary>Takes the first parameter off sound ones, of which there is one.</summary>
    public static ServiceParameterKey Take(ref ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> value)
    {
        var key = KeyOf(parameters);
        value = parameters.Slice(HeadOctets, ValueLength(parameters));
        parameters = parameters[(HeadOctets + value.Length)..];
        return key;
    }

    private static ServiceParameterKey KeyOf(ReadOnlySpan<byte> rest) => (ServiceParameterKey)BinaryPrimitives.ReadUInt16BigEndian(rest);

    private static int ValueLength(ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadUInt16BigEndian(rest[sizeof(ushort)..]);

    private static bool IsSound(ServiceParameterKey key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> parameters) => key switch
    {
        ServiceParameterKey.Mandatory => AreMandatory(value, parameters),
        ServiceParameterKey.Alpn => AreProtocols(value),
        ServiceParameterKey.NoDefaultAlpn => value.IsEmpty && Contains(parameters, ServiceParameterKey.Alpn),
        ServiceParameterKey.Port => value.Length == sizeof(ushort),
        ServiceParameterKey.IPv4Hint => value.Length > 0 && value.Length % IPv4Address.OctetCount == 0,
        ServiceParameterKey.IPv6Hint => value.Length > 0 && value.Length % IPv6Address.OctetCount == 0,
        ServiceParameterKey.EncryptedClientHello or ServiceParameterKey.DohPath => value.Length > 0,
        _ => key != ServiceParameterKey.Invalid,
    };

    /// <summary>Keys that ascend, are there, and are not the one that names them (RFC 9460 section 8).</summary>
    private static bool AreMandatory(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> parameters)
    {
        var last = (int)ServiceParameterKey.Mandatory;
        if (keys.IsEmpty || keys.Length % sizeof(ushort) != 0)
        {
            return false;
        }

        for (; !keys.IsEmpty; keys = keys[sizeof(ushort)..])
        {
            var key = KeyOf(keys);
            if ((int)key <= last || !Contains(parameters, key))
            {
                return false;
            }

            last = (int)key;
        }

        return true;
    }

    private static bool AreProtocols(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return false;
        }

        while (!value.IsEmpty)
        {
            if (value[0] == 0 || value[0] >= value.Length)
            {
                return false;
            }

            value = value[(1 + value[0])..];
        }

        return true;
    }

    /// <summary>Whether a key is there, among parameters that need not be sound.</summary>
    private static bool Contains(ReadOnlySpan<byte> parameters, ServiceParameterKey wanted)
    {
        while (parameters.Length >= HeadOctets && parameters.Length >= HeadOctets + ValueLength(parameters))
        {
            if (KeyOf(parameters) == wanted)
            {
                return true;
            }

            parameters = parameters[(HeadOctets + ValueLength(parameters))..];
        }

        return false;
    }
}
