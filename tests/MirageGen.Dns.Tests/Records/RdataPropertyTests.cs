using CsCheck;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Records;

/// <summary>What holds of the data of every type.</summary>
public sealed class RdataPropertyTests
{
    private const int Runs = 5000;

    [Fact]
    public void What_is_printed_is_read_back() => RandomRdata.OfAnyType.Sample(one =>
    {
        var record = new ResourceRecord(DomainName.Root, one.Type, RecordClass.Internet, 0, one.Data);
        var read = ResourceRecord.Parse(DomainName.Root, one.Type, 0, record.DataText);
        Assert.Equal(Octets.ToHex(one.Data), Octets.ToHex(read.Data));
    }, iter: Runs, time: FuzzBudget.Seconds);

    [Fact]
    public void What_is_sent_is_received() => RandomRdata.OfAnyType.Array[1, 4].Sample(records =>
    {
        var buffer = new byte[65_535];
        var writer = new MessageWriter(buffer, buffer.Length, default);
        foreach (var (type, data) in records)
        {
            writer.BeginRecord(MessageSection.Answer, Octets.Name("a.example"), type, RecordClass.Internet, 1);
            Rdata.Write(ref writer, type, RecordClass.Internet, data);
            Assert.True(writer.EndRecord());
        }

        MessageReader.TryRead(buffer.AsSpan(0, writer.Finish()), out var reader);
        var received = new byte[Rdata.MaxOctets];
        foreach (var (type, data) in records)
        {
            Assert.True(reader.HasRecord);
            Assert.Equal(MessageError.None, reader.ReadRecord(out var record));
            Assert.Equal(type, record.Type);
            Assert.Equal(RdataError.None, Rdata.Read(record, received, out var length));
            Assert.Equal(Octets.ToHex(data), Octets.ToHex(received.AsSpan(0, length)));
        }
    }, iter: Runs, time: FuzzBudget.Seconds);

    [Fact]
    public void The_canonical_form_differs_in_the_case_of_some_names_only() => RandomRdata.OfAnyType.Sample(one =>
    {
        var canonical = new byte[one.Data.Length];
        Rdata.CopyCanonical(one.Type, RecordClass.Internet, one.Data, canonical);
        var again = new byte[one.Data.Length];
        Rdata.CopyCanonical(one.Type, RecordClass.Internet, canonical, again);

        Assert.Equal(canonical, again);
        Assert.Equal(RdataError.None, Rdata.Judge(one.Type, RecordClass.Internet, canonical));
        Assert.True(NameOctets.Equals(canonical, one.Data));
        var keepsCase = !RdataFormats.Find(one.Type, RecordClass.Internet)!.Fields
            .ContainsAny(RdataFieldKind.CompressibleName, RdataFieldKind.FoldedName);
        Assert.True(!keepsCase || canonical.AsSpan().SequenceEqual(one.Data));
    }, iter: Runs, time: FuzzBudget.Seconds);

    /// <summary>The types of RFC 4034 section 6.2, without NSEC (RFC 6840 section 5.1) and HINFO, which has no name.</summary>
    [Theory]
    [InlineData(RecordType.NS, "A.", "a.")]
    [InlineData(RecordType.MX, "1 A.", "1 a.")]
    [InlineData(RecordType.Srv, "1 2 3 A.", "1 2 3 a.")]
    [InlineData(RecordType.RP, "A. B.", "a. b.")]
    [InlineData(RecordType.Naptr, "1 2 \"S\" \"T\" \"U\" A.", "1 2 \"S\" \"T\" \"U\" a.")]
    [InlineData(RecordType.Rrsig, "A 8 1 1 20030322174711 20030220174047 1 A. AQID", "A 8 1 1 20030322174711 20030220174047 1 a. AQID")]
    [InlineData(RecordType.Dname, "A.", "a.")]
    [InlineData(RecordType.Nsec, "A. NSEC", "A. NSEC")]
    [InlineData(RecordType.Svcb, "1 A.", "1 A.")]
    [InlineData(RecordType.Txt, "\"A\"", "\"A\"")]
    public void Names_of_the_listed_types_are_folded(RecordType type, string text, string expected)
    {
        var data = ResourceRecord.Parse(DomainName.Root, type, 0, text).Data.ToArray();
        Rdata.CopyCanonical(type, RecordClass.Internet, data, data);
        Assert.Equal(expected, new ResourceRecord(DomainName.Root, type, RecordClass.Internet, 0, data).DataText);
    }

    [Theory]
    [InlineData(RecordType.NS, "0161c00c", RdataError.None)]
    [InlineData(RecordType.Srv, "000100020003 c00c", RdataError.None)]
    [InlineData(RecordType.Svcb, "0001 c00c", RdataError.Name)]
    [InlineData(RecordType.Nsec, "c00c 000140", RdataError.Name)]
    [InlineData(RecordType.NS, "0161c0ff", RdataError.Name)]
    [InlineData(RecordType.NS, "0161c00c00", RdataError.Trailing)]
    [InlineData(RecordType.NS, "01", RdataError.Name)]
    [InlineData(RecordType.A, "01", RdataError.Truncated)]
    internal void Compressed_names_are_taken_where_they_may_be(RecordType type, string hex, RdataError expected)
    {
        var data = Octets.FromHex(hex);
        byte[] message =
        [
            .. Octets.FromHex("0000 0000 0000 0001 0000 0000  076578616d706c6500"), (byte)((int)type >> 8), (byte)type,
            .. Octets.FromHex("0001 00000000"), 0, (byte)data.Length, .. data,
        ];
        MessageReader.TryRead(message, out var reader);
        Assert.True(reader.HasRecord);
        Assert.Equal(MessageError.None, reader.ReadRecord(out var record));
        Assert.Equal(expected, Rdata.Read(record, new byte[512], out _));
    }

    [Theory]
    [InlineData(RecordType.Nsec, "00 0001", RdataError.Truncated)]
    [InlineData(RecordType.Nsec, "00 0000", RdataError.Value)]
    [InlineData(RecordType.Nsec, "00 000100", RdataError.Value)]
    [InlineData(RecordType.Nsec, "00 010140 000140", RdataError.Value)]
    [InlineData(RecordType.Nsec, "00 000140 000140", RdataError.Value)]
    [InlineData(RecordType.Svcb, "0001 00 0003 0002 0035 0003 0002 0035", RdataError.Value)]
    [InlineData(RecordType.Svcb, "0001 00 0003 0001 35", RdataError.Value)]
    [InlineData(RecordType.Svcb, "0001 00 0003 0002 00", RdataError.Truncated)]
    [InlineData(RecordType.Svcb, "0001 00 ffff 0000", RdataError.Value)]
    [InlineData(RecordType.Loc, "01121613 8917 2dd0 70be15f0 00988d20", RdataError.Value)]
    [InlineData(RecordType.Loc, "00a21613 8917 2dd0 70be15f0 00988d20", RdataError.Value)]
    [InlineData(RecordType.Loc, "00121613 ffffffff 70be15f0 00988d20", RdataError.Value)]
    [InlineData(RecordType.Caa, "00 00", RdataError.Value)]
    [InlineData(RecordType.Txt, "", RdataError.Truncated)]
    [InlineData(RecordType.Nsec3, "01 00 0000 00 00", RdataError.Value)]
    internal void Contradictions_are_found_on_the_wire(RecordType type, string hex, RdataError expected) =>
        Assert.Equal(expected, Rdata.Judge(type, RecordClass.Internet, Octets.FromHex(hex)));
}
