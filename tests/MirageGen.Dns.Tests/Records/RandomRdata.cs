using CsCheck;
using MirageGen.Dns.Tests.Names;

namespace MirageGen.Dns.Tests.Records;

/// <summary>Sound data of each type, as octets.</summary>
internal static class RandomRdata
{
    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[1, 40];

    /// <summary>A type whose data is known, and data of it.</summary>
    public static Gen<(RecordType Type, byte[] Data)> OfAnyType { get; } =
        Gen.OneOf([.. RdataFormats.Known.ToArray().Where(format => !format.Fields.IsEmpty).Select(Of)]);

    private static Gen<(RecordType Type, byte[] Data)> Of(RdataFormat format)
    {
        var data = Gen.Const(Array.Empty<byte>());
        foreach (var kind in format.Fields)
        {
            data = Gen.Select(data, Field(kind), (head, field) => (byte[])[.. head, .. field]);
        }

        return data.Select(octets => (format.Type, octets));
    }

    private static Gen<byte[]> Field(RdataFieldKind kind) => kind switch
    {
        RdataFieldKind.CompressibleName or RdataFieldKind.FoldedName or RdataFieldKind.ExactName =>
            NamePropertyTests.Names.Select(name => name.Octets.ToArray()),
        RdataFieldKind.Byte or RdataFieldKind.Algorithm or RdataFieldKind.NamedAlgorithm => Gen.Byte.Array[1],
        RdataFieldKind.UInt16 or RdataFieldKind.Type or RdataFieldKind.CertificateType => Gen.Byte.Array[2],
        RdataFieldKind.UInt32 or RdataFieldKind.Seconds or RdataFieldKind.Time or RdataFieldKind.IPv4 => Gen.Byte.Array[4],
        RdataFieldKind.IPv6 => Gen.Byte.Array[16],
        RdataFieldKind.Text or RdataFieldKind.Salt => Gen.Byte.Array[0, 255].Select(Counted),
        RdataFieldKind.HashedName => Gen.Byte.Array[1, 255].Select(Counted),
        RdataFieldKind.Texts => Gen.Byte.Array[0, 60].Select(Counted).Array[1, 5].Select(strings => strings.SelectMany(octets => octets).ToArray()),
        RdataFieldKind.Tag => Gen.Char.AlphaNumeric.Array[1, 15].Select(letters => Counted([.. letters.Select(c => (byte)c)])),
        RdataFieldKind.TextToEnd => Gen.Byte.Array[0, 60],
        RdataFieldKind.TypeBitmap => Bitmap(),
        RdataFieldKind.ServiceParameters => Parameters(),
        RdataFieldKind.Location => Place(),
        _ => Bytes,
    };

    private static byte[] Counted(byte[] octets) => [(byte)octets.Length, .. octets];

    private static Gen<byte[]> Bitmap() => Gen.Select(Gen.Byte, Gen.Byte.Array[0, 31], Gen.Byte[1, 255])
        .Array[0, 4]
        .Select(windows => windows.DistinctBy(window => window.Item1).OrderBy(window => window.Item1)
            .SelectMany(window => (byte[])[window.Item1, (byte)(window.Item2.Length + 1), .. window.Item2, window.Item3]).ToArray());

    private static Gen<byte[]> Parameters() => Gen.Select(
        Bytes.Select(octets => (byte[])[.. Counted(octets[..(octets.Length / 2 + 1)]), .. Counted(octets)]),
        Gen.Byte.Array[4, 4],
        Gen.Byte.Array[16, 16],
        Gen.Select(Gen.UShort[8, 65534], Gen.Byte.Array[0, 20]),
        Gen.Int[0, 63]).Select((protocols, v4, v6, other, which) =>
    {
        (int Key, byte[] Value)[] all =
        [
            (0, (which & 1) != 0 ? [0, 1, 0, 4] : [0, 4]), (1, protocols), (2, []), (3, v4[..2]), (4, [.. v4, .. v4]), (5, v6[..5]), (6, v6),
            (7, [.. "/q{?dns}"u8]), (other.Item1, other.Item2),
        ];
        return all.Where(one => one.Key > 7 || (which & 32) != 0 || (one.Key is 1 or 3 && (which & 2) != 0) || (one.Key is 5 or 6 && (which & 4) != 0))
            .SelectMany(one => (byte[])[(byte)(one.Key >> 8), (byte)one.Key, 0, (byte)one.Value.Length, .. one.Value]).ToArray();
    });

    private static Gen<byte[]> Place() => Gen.Select(
        Gen.Byte[0, 9].Array[6],
        Gen.Int[-90 * 3_600_000, 90 * 3_600_000],
        Gen.Int[-180 * 3_600_000, 180 * 3_600_000],
        Gen.UInt).Select((sizes, latitude, longitude, altitude) =>
    {
        // A mantissa of zero has one form in text only.
        var precisions = Enumerable.Range(0, 3).Select(i => (byte)(sizes[i] == 0 ? 0 : (sizes[i] << 4) | sizes[i + 3]));
        return (byte[])
        [
            0, .. precisions, .. BigEndian((uint)(latitude + (1L << 31))), .. BigEndian((uint)(longitude + (1L << 31))), .. BigEndian(altitude),
        ];
    });

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
