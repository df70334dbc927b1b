using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>Messages, read and written.</summary>
public sealed class MessageTests
{
    private static readonly byte[] Www = Octets.Name("www.example.com");

    [Fact]
    public void A_header_is_read_and_written_bit_by_bit()
    {
        var octets = Octets.FromHex("1234 adb9 0001 0002 0003 0004");
        Assert.True(MessageHeader.TryRead(octets, out var header));

        Assert.Equal(0x1234, header.Id);
        Assert.Equal(Opcode.Update, header.Opcode);
        Assert.Equal(ResponseCode.NotAuthoritative, header.Code);
        Assert.Equal(
            HeaderFlags.Response | HeaderFlags.Authoritative | HeaderFlags.RecursionDesired | HeaderFlags.RecursionAvailable
                | HeaderFlags.AuthenticData | HeaderFlags.CheckingDisabled,
            header.Flags);
        Assert.Equal([1, 2, 3, 4], Enum.GetValues<MessageSection>().Select(section => (int)header.Count(section)));
        var written = new byte[MessageHeader.Octets];
        header.Write(written);
        Assert.Equal(octets, written);
        Assert.False(MessageHeader.TryRead(octets.AsSpan(..^1), out _));
    }

    [Fact]
    public void A_response_repeats_what_it_must()
    {
        MessageHeader.TryRead(Octets.FromHex("beef 27b0 0001 0000 0000 0000"), out var request);
        var response = request.ToResponse(ResponseCode.Refused);

        Assert.Equal(0xBEEF, response.Id);
        Assert.Equal(Opcode.Notify, response.Opcode);
        Assert.Equal(HeaderFlags.Response | HeaderFlags.RecursionDesired | HeaderFlags.CheckingDisabled, response.Flags);
        Assert.Equal(ResponseCode.Refused, response.Code);
    }

    [Fact]
    public void Owners_are_compressed_against_all_before_them()
    {
        var buffer = new byte[512];
        var writer = new MessageWriter(buffer, 512, new() { Id = 1 });
        Assert.True(writer.TryWriteQuestion(Www, RecordType.A, RecordClass.Internet));
        Assert.True(Write(ref writer, Www));
        Assert.True(Write(ref writer, Octets.Name("ns.example.com")));
        Assert.True(Write(ref writer, Octets.Name("ns.example.org")));
        var message = buffer.AsSpan(0, writer.Finish());

        Assert.Equal(
            "0001000000010003" + "00000000"
            + "03777777076578616d706c6503636f6d00" + "00010001"
            + "c00c" + "0001000100000e100004c0000201"
            + "026e73c010" + "0001000100000e100004c0000201"
            + "026e73076578616d706c65036f726700" + "0001000100000e100004c0000201",
            Octets.ToHex(message));
    }

    [Fact]
    public void A_pointer_never_changes_the_case_of_a_name()
    {
        var buffer = new byte[512];
        var writer = new MessageWriter(buffer, 512, default);
        writer.TryWriteQuestion(Octets.Name("WWW.example.COM"), RecordType.A, RecordClass.Internet);
        Write(ref writer, Www);
        MessageReader.TryRead(buffer.AsSpan(0, writer.Finish()), out var reader);
        reader.ReadQuestion(out var question);

        Assert.Equal("WWW.example.COM.", question.Name.ToString());
        Assert.True(reader.HasRecord);
        Assert.Equal(MessageError.None, reader.ReadRecord(out var record));
        Assert.Equal("www.example.com.", record.Owner.ToString());
    }

    [Fact]
    public void What_has_no_room_is_not_written_at_all()
    {
        var buffer = new byte[100];
        var writer = new MessageWriter(buffer, 60, default);
        writer.TryWriteQuestion(Www, RecordType.A, RecordClass.Internet);
        Assert.True(Write(ref writer, Www));
        var length = writer.Length;
        Assert.False(Write(ref writer, Www));
        Assert.Equal(length, writer.Length);
        Assert.Equal(1, writer.Header.Answers);

        writer.Reserve(11);
        Assert.Equal(49, writer.Limit);
        writer.Release(11);
        OptWriter.Begin(ref writer, 1232, ResponseCode.NoError, isDnssecOk: false);
        Assert.True(writer.EndRecord());
        Assert.Equal(60, writer.Finish());
    }

    [Fact]
    public void Names_taken_back_are_not_pointed_to()
    {
        var buffer = new byte[512];
        var writer = new MessageWriter(buffer, 512, default);
        writer.TryWriteQuestion(Www, RecordType.A, RecordClass.Internet);
        var mark = writer.Mark;
        Write(ref writer, Octets.Name("gone.test"));
        writer.RollBack(mark);
        Write(ref writer, Octets.Name("x.y"));
        Write(ref writer, Octets.Name("gone.test"));
        MessageReader.TryRead(buffer.AsSpan(0, writer.Finish()), out var reader);
        reader.ReadQuestion(out _);

        Assert.Equal(2, reader.Header.Answers);
        Assert.Equal("x.y.", ReadOwner(ref reader));
        Assert.Equal("gone.test.", ReadOwner(ref reader));
    }

    [Fact]
    public void Many_names_fill_the_table_and_the_message_is_still_right()
    {
        var buffer = new byte[65_535];
        var writer = new MessageWriter(buffer, buffer.Length, default);
        string[] names = [.. Enumerable.Range(0, 1500).Select(i => $"h{i}.n{i % 7}.example.com.")];
        foreach (var name in names)
        {
            Assert.True(Write(ref writer, Octets.Name(name)));
        }

        MessageReader.TryRead(buffer.AsSpan(0, writer.Finish()), out var reader);
        foreach (var name in names)
        {
            Assert.True(reader.HasRecord);
            Assert.Equal(name, ReadOwner(ref reader));
        }

        Assert.False(reader.HasRecord);
        Assert.Equal(writer.Length, reader.Offset);
    }

    [Theory]
    [InlineData("0000 0000 0001 0000 0000 0000 00 0001 00")]
    [InlineData("0000 0000 0000 0001 0000 0000 00 0001 0001 00000000 0004 010203")]
    [InlineData("0000 0000 0000 0001 0000 0000 00 0001 0001 00000000 00")]
    [InlineData("0000 0000 0000 ffff 0000 0000")]
    internal void Counts_and_lengths_beyond_the_end_are_found_out(string hex)
    {
        MessageReader.TryRead(Octets.FromHex(hex), out var reader);
        var error = reader.HasQuestion ? reader.ReadQuestion(out _) : reader.HasRecord ? reader.ReadRecord(out _) : MessageError.None;
        Assert.NotEqual(MessageError.None, error);
    }

    internal static bool Write(ref MessageWriter writer, scoped ReadOnlySpan<byte> owner)
    {
        writer.BeginRecord(MessageSection.Answer, owner, RecordType.A, RecordClass.Internet, 3600);
        writer.Write([192, 0, 2, 1]);
        return writer.EndRecord();
    }

    private static string ReadOwner(ref MessageReader reader)
    {
        Assert.True(reader.HasRecord);
        Assert.Equal(MessageError.None, reader.ReadRecord(out var record));
        return record.Owner.ToString();
    }
}
