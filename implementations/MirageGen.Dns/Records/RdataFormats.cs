using System.Collections.Frozen;
using static MirageGen.Dns.RdataFieldKind;

namespace MirageGen.Dns;

/// <summary>
/// The types that have names. Those whose data is known are described here once: reading, judging, printing, the canonical
/// form and compression all follow from these lines.
/// </summary>
internal static class RdataFormats
{
    private static readonly RdataFormat[] All =
    [
        new(RecordType.A, "A", IPv4),
        new(RecordType.Aaaa, "AAAA", IPv6),
        new(RecordType.NS, "NS", CompressibleName),
        new(RecordType.Cname, "CNAME", CompressibleName),
        new(RecordType.MX, "MX", RdataFieldKind.UInt16, CompressibleName),
        new(RecordType.Txt, "TXT", Texts),
        new(RecordType.Ptr, "PTR", CompressibleName),
        new(RecordType.Soa, "SOA", CompressibleName, CompressibleName, RdataFieldKind.UInt32, Seconds, Seconds, Seconds, Seconds),
        new(RecordType.Srv, "SRV", RdataFieldKind.UInt16, RdataFieldKind.UInt16, RdataFieldKind.UInt16, FoldedName),
        new(RecordType.DS, "DS", RdataFieldKind.UInt16, Algorithm, RdataFieldKind.Byte, Hex),
        new(RecordType.Rrsig, "RRSIG", RdataFieldKind.Type, Algorithm, RdataFieldKind.Byte, RdataFieldKind.UInt32,
            Time, Time, RdataFieldKind.UInt16, FoldedName, Base64),
        new(RecordType.Nsec, "NSEC", ExactName, RdataFieldKind.TypeBitmap),
        new(RecordType.Nsec3, "NSEC3", RdataFieldKind.Byte, RdataFieldKind.Byte, RdataFieldKind.UInt16, Salt, HashedName,
            RdataFieldKind.TypeBitmap),
        new(RecordType.Nsec3Param, "NSEC3PARAM", RdataFieldKind.Byte, RdataFieldKind.Byte, RdataFieldKind.UInt16, Salt),
        new(RecordType.Dnskey, "DNSKEY", RdataFieldKind.UInt16, RdataFieldKind.Byte, Algorithm, Base64),
        new(RecordType.Cds, "CDS", RdataFieldKind.UInt16, Algorithm, RdataFieldKind.Byte, Hex),
        new(RecordType.Cdnskey, "CDNSKEY", RdataFieldKind.UInt16, RdataFieldKind.Byte, Algorithm, Base64),
        new(RecordType.Caa, "CAA", RdataFieldKind.Byte, Tag, TextToEnd),
        new(RecordType.Tlsa, "TLSA", RdataFieldKind.Byte, RdataFieldKind.Byte, RdataFieldKind.Byte, Hex),
        new(RecordType.Smimea, "SMIMEA", RdataFieldKind.Byte, RdataFieldKind.Byte, RdataFieldKind.Byte, Hex),
        new(RecordType.Sshfp, "SSHFP", RdataFieldKind.Byte, RdataFieldKind.Byte, Hex),
        new(RecordType.Svcb, "SVCB", RdataFieldKind.UInt16, ExactName, RdataFieldKind.ServiceParameters),
        new(RecordType.Https, "HTTPS", RdataFieldKind.UInt16, ExactName, RdataFieldKind.ServiceParameters),
        new(RecordType.Naptr, "NAPTR", RdataFieldKind.UInt16, RdataFieldKind.UInt16, Text, Text, Text, FoldedName),
        new(RecordType.Dname, "DNAME", FoldedName),
        new(RecordType.Loc, "LOC", RdataFieldKind.Location),
        new(RecordType.OpenPgpKey, "OPENPGPKEY", Base64),
        new(RecordType.Uri, "URI", RdataFieldKind.UInt16, RdataFieldKind.UInt16, TextToEnd),
        new(RecordType.Hinfo, "HINFO", Text, Text),
        new(RecordType.RP, "RP", FoldedName, FoldedName),
        new(RecordType.Afsdb, "AFSDB", RdataFieldKind.UInt16, FoldedName),
        new(RecordType.RT, "RT", RdataFieldKind.UInt16, FoldedName),
        new(RecordType.KX, "KX", RdataFieldKind.UInt16, FoldedName),
        new(RecordType.Cert, "CERT", CertificateType, RdataFieldKind.UInt16, NamedAlgorithm, Base64),
        new(RecordType.Csync, "CSYNC", RdataFieldKind.UInt32, RdataFieldKind.UInt16, RdataFieldKind.TypeBitmap),
        new(RecordType.Zonemd, "ZONEMD", RdataFieldKind.UInt32, RdataFieldKind.Byte, RdataFieldKind.Byte, Hex),
        new(RecordType.Spf, "SPF", Texts),
        new(RecordType.MD, "MD", CompressibleName),
        new(RecordType.MF, "MF", CompressibleName),
        new(RecordType.MB, "MB", CompressibleName),
        new(RecordType.MG, "MG", CompressibleName),
        new(RecordType.MR, "MR", CompressibleName),
        new(RecordType.Minfo, "MINFO", CompressibleName, CompressibleName),

        // Types of which no more than the name is known here: their data is octets.
        new((RecordType)10, "NULL"), new((RecordType)11, "WKS"), new((RecordType)19, "X25"), new((RecordType)20, "ISDN"),
        new((RecordType)22, "NSAP"), new((RecordType)23, "NSAP-PTR"), new((RecordType)24, "SIG"), new((RecordType)25, "KEY"),
        new((RecordType)26, "PX"), new((RecordType)27, "GPOS"), new((RecordType)30, "NXT"), new((RecordType)31, "EID"),
        new((RecordType)32, "NIMLOC"), new((RecordType)34, "ATMA"), new((RecordType)38, "A6"), new((RecordType)40, "SINK"),
        new((RecordType)42, "APL"), new((RecordType)45, "IPSECKEY"), new((RecordType)49, "DHCID"), new((RecordType)55, "HIP"),
        new((RecordType)56, "NINFO"), new((RecordType)57, "RKEY"), new((RecordType)58, "TALINK"), new((RecordType)66, "DSYNC"),
        new((RecordType)67, "HHIT"), new((RecordType)68, "BRID"), new((RecordType)100, "UINFO"),
        new((RecordType)101, "UID"), new((RecordType)102, "GID"), new((RecordType)103, "UNSPEC"), new((RecordType)104, "NID"),
        new((RecordType)105, "L32"), new((RecordType)106, "L64"), new((RecordType)107, "LP"), new((RecordType)108, "EUI48"),
        new((RecordType)109, "EUI64"), new((RecordType)249, "TKEY"), new((RecordType)253, "MAILB"), new((RecordType)254, "MAILA"),
        new((RecordType)258, "AVC"), new((RecordType)259, "DOA"), new((RecordType)260, "AMTRELAY"), new((RecordType)261, "RESINFO"),
        new((RecordType)262, "WALLET"),
        new((RecordType)32768, "TA"), new((RecordType)32769, "DLV"),
        new(RecordType.Opt, "OPT"),
        new(RecordType.Tsig, "TSIG"),
        new(RecordType.Ixfr, "IXFR"),
        new(RecordType.Axfr, "AXFR"),
        new(RecordType.Any, "ANY"),
    ];

    private static readonly FrozenDictionary<RecordType, RdataFormat> ByType = All.ToFrozenDictionary(format => format.Type);

    /// <summary>All of them, the frequent ones first.</summary>
    public static ReadOnlySpan<RdataFormat> Known => All;

    /// <summary>Finds what describes a type's data in a class; null when it is octets (RFC 3597).</summary>
    public static RdataFormat? Find(RecordType type, RecordClass @class)
    {
        var format = FindType(type);
        return format is null || format.Fields.IsEmpty || (format.IsInternetOnly && @class != RecordClass.Internet) ? null : format;
    }

    /// <summary>Finds a type by its number.</summary>
    public static RdataFormat? FindType(RecordType type) => ByType.GetValueOrDefault(type);
}
