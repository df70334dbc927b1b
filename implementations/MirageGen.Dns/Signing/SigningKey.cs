using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Signing;
using MirageGen.Dns.Validation;

namespace MirageGen.Dns;

/// <summary>
/// A key that a zone is signed with (RFC 4034 section 2), of ECDSA on P-256 with SHA-256 (RFC 6605) or of Ed25519 (RFC 8080).
/// </summary>
public sealed class SigningKey
{
    private const ushort EntryPointBit = 1;

    private readonly PrivateKey _secret;

    private SigningKey(DomainName zone, byte[] record, PrivateKey secret)
    {
        Zone = zone;
        Record = record;
        _secret = secret;
    }

    /// <summary>The zone that it signs.</summary>
    public DomainName Zone { get; }

    /// <summary>A hint which key it is (RFC 4034 appendix B).</summary>
    public ushort Tag => new KeyView(Record).Tag;

    /// <summary>Its algorithm's number: 13 or 15.</summary>
    public byte Algorithm => new KeyView(Record).Algorithm;

    /// <summary>Whether it is a key-signing key: the zone above knows it (RFC 4034 section 2.1.1).</summary>
    public bool IsEntryPoint => (BinaryPrimitives.ReadUInt16BigEndian(Record) & EntryPointBit) != 0;

    /// <summary>The data of its DNSKEY record.</summary>
    internal byte[] Record { get; }

    /// <summary>Reads a key as BIND's dnssec-keygen, ldns-keygen and Knot's keymgr write it, in two files.</summary>
    /// <param name="record">The file whose name ends in <c>.key</c>: its DNSKEY record.</param>
    /// <param name="secret">The one whose name ends in <c>.private</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">Why it is none; empty if it is one.</param>
    public static bool TryRead(ReadOnlyMemory<byte> record, ReadOnlySpan<byte> secret, [NotNullWhen(true)] out SigningKey? key, out string problem)
    {
        key = null;
        if (ReadRecord(record, out problem) is not var (zone, data))
        {
            return false;
        }

        var view = new KeyView(data);
        if (!view.IsZoneKey)
        {
            problem = "its DNSKEY record is not of a zone's key, or is revoked";
        }
        else if (PrivateKeyFile.TryRead(view.Algorithm, secret, out var found, out problem))
        {
            if (found.Public.AsSpan().SequenceEqual(view.Key))
            {
                key = new(zone, data, found);
            }
            else
            {
                problem = "its DNSKEY record is of another key than the private one";
            }
        }

        return key is not null;
    }

    /// <summary>Signs octets.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> octets) => _secret.Sign(octets);

    private static (DomainName Zone, byte[] Data)? ReadRecord(ReadOnlyMemory<byte> text, out string problem)
    {
        problem = "there is no DNSKEY record";
        try
        {
            var reader = new ZoneFileReader(text, new() { Origin = DomainName.Root, DefaultTtl = 0 });
            while (reader.TryRead(out var record))
            {
                if (record.Type == RecordType.Dnskey)
                {
                    problem = string.Empty;
                    return (DomainName.FromSound(record.Owner), record.Data.ToArray());
                }
            }
        }
        catch (PresentationException error)
        {
            problem = $"line {error.Line}, column {error.Column}: {error.Problem}";
        }

        return null;
    }
}
