using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Server;

/// <summary>A response as text: its code, its flags and its sections, a record a line.</summary>
internal sealed record TestResponse(
    ResponseCode Code, HeaderFlags Flags, string[] Answers, string[] Authorities, string[] Additionals, bool HasOpt, int Octets)
{
    public bool IsAuthoritative => (Flags & HeaderFlags.Authoritative) != 0;

    public bool IsTruncated => (Flags & HeaderFlags.Truncated) != 0;

    /// <summary>Reads a response, all of it; anything unsound in it is an error.</summary>
    public static TestResponse Read(ReadOnlySpan<byte> octets)
    {
        Assert.True(MessageReader.TryRead(octets, out var reader) == MessageError.None, "no header");
        Assert.True((reader.Header.Flags & HeaderFlags.Response) != 0, "no response");
        while (reader.HasQuestion)
        {
            Assert.True(reader.ReadQuestion(out _) == MessageError.None, "the question");
        }

        List<string>[] sections = [[], [], [], []];
        var hasOpt = false;
        var high = ResponseCode.NoError;
        while (reader.HasRecord)
        {
            Assert.True(reader.ReadRecord(out var record) == MessageError.None, "a record");
            if (record.Type == RecordType.Opt)
            {
                Assert.True(OptView.TryRead(record, out var opt) == MessageError.None, "the OPT record");
                high = opt.HighCode;
                hasOpt = true;
                continue;
            }

            sections[(int)record.Section].Add(Text(record));
        }

        Assert.True(reader.Offset == octets.Length, "octets behind the message");
        return new(
            reader.Header.Code | high, reader.Header.Flags, [.. sections[1]], [.. sections[2]], [.. sections[3]], hasOpt, octets.Length);
    }

    private static string Text(in RecordView record)
    {
        var data = new byte[Rdata.MaxOctets];
        Assert.True(Rdata.Read(record, data, out var length) == RdataError.None, $"the data of a {record.Type} record");
        return new ResourceRecord(record.Owner.ToDomainName(), record.Type, record.Class, record.Ttl, data.AsMemory(0, length)).ToString();
    }
}
