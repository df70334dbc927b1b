using CsCheck;
using MirageGen.TcpIp.Wire;
using static System.Buffers.Binary.BinaryPrimitives;

namespace MirageGen.TcpIp.Tests.Wire;

public sealed class InternetChecksumTests
{
    /// <summary>The example of RFC 1071 section 3.</summary>
    [Fact]
    public void The_example_of_the_rfc() =>
        Assert.Equal(0xddf2, InternetChecksum.Fold(InternetChecksum.Add(0, [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7])));

    [Fact]
    public void Any_octets_sum_up_as_word_by_word() =>
        Gen.Byte.Array[0, 4000].Sample(octets =>
            InternetChecksum.Finish(InternetChecksum.Add(0, octets)) == WordByWord(octets));

    [Fact]
    public void The_largest_frame_does_not_overflow()
    {
        var octets = new byte[65_536];
        octets.AsSpan().Fill(0xff);
        Assert.Equal(WordByWord(octets), InternetChecksum.Finish(InternetChecksum.Add(0, octets)));
    }

    [Fact]
    public void Pieces_of_even_length_sum_up_as_the_whole() =>
        Gen.Select(Gen.Byte.Array[0, 500], Gen.Int[0, 250]).Sample((octets, half) =>
        {
            var cut = Math.Min(octets.Length & ~1, half * 2);
            var sum = InternetChecksum.Add(InternetChecksum.Add(0, octets.AsSpan(0, cut)), octets.AsSpan(cut));
            return InternetChecksum.Finish(sum) == WordByWord(octets);
        });

    [Fact]
    public void A_pseudo_header_has_addresses_protocol_and_length()
    {
        var header = new IpHeader(IpAddress.Parse("10.0.0.1"), IpAddress.Parse("192.168.1.2"), IpProtocol.Tcp);
        Assert.Equal(0x0a00 + 0x0001 + 0xc0a8 + 0x0102 + 6 + 20, InternetChecksum.Fold(InternetChecksum.PseudoHeader(header, 20)));
        var v6 = new IpHeader(IpAddress.Parse("fe80::1"), IpAddress.Parse("ff02::2"), IpProtocol.IcmpV6);
        Assert.Equal(
            InternetChecksum.Fold(0xfe80u + 1 + 0xff02 + 2 + 58 + 1 + 0x2345),
            InternetChecksum.Fold(InternetChecksum.PseudoHeader(v6, 0x12345)));
    }

    [Fact]
    public void A_change_gives_the_checksum_that_a_whole_sum_would() => Gen.Select(
        Gen.Byte.Array[40], Gen.UShort, Gen.UInt, Gen.Int[0, 8], Gen.Int[0, 7]).Sample((octets, word, address, at, to) =>
    {
        // The checksum in front; zero and its other form mean the same.
        WriteUInt16BigEndian(octets, InternetChecksum.Finish(InternetChecksum.Add(0, octets.AsSpan(2))));
        var change = default(ChecksumChange);
        change.Replace(octets.AsSpan(2 + (2 * at)), word);
        change.Replace(octets.AsSpan(20 + (2 * to)), new IPv4Address(address));
        change.Mend(octets);
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, octets)));
        Assert.Equal((word, address), (ReadUInt16BigEndian(octets.AsSpan(2 + (2 * at))), ReadUInt32BigEndian(octets.AsSpan(20 + (2 * to)))));
    }, iter: 10_000);

    [Fact]
    public void The_example_of_RFC_1624_gives_what_it_says()
    {
        byte[] octets = [0xDD, 0x2F, 0x55, 0x55];
        var change = default(ChecksumChange);
        change.Replace(octets.AsSpan(2), 0x3285);
        change.Mend(octets);
        Assert.Equal([0x00, 0x00, 0x32, 0x85], octets);
    }

    private static ushort WordByWord(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        for (var i = 0; i < octets.Length; i += 2)
        {
            sum += (uint)(octets[i] << 8) | (i + 1 < octets.Length ? octets[i + 1] : 0u);
        }

        while (sum > ushort.MaxValue)
        {
            sum = (sum >> 16) + (sum & ushort.MaxValue);
        }

        return (ushort)~sum;
    }
}
