using System.Text;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Update;

/// <summary>Writes updates of <c>example.</c>, in words close to those of nsupdate.</summary>
internal static class UpdateMessage
{
    /// <summary>Writes an update.</summary>
    /// <param name="lines">
    /// Prerequisites first: <c>nxdomain NAME</c>, <c>yxdomain NAME</c>, <c>nxrrset NAME TYPE</c>, <c>yxrrset NAME TYPE</c>, <c>yxrrset RECORD</c>;
    /// then <c>add RECORD</c>, <c>delete NAME</c>, <c>delete NAME TYPE</c>, <c>delete RECORD</c>.
    /// </param>
    public static byte[] Of(params string[] lines) => Of(null, 0, lines);

    /// <summary>Writes a signed one.</summary>
    public static byte[] Of(TsigTransaction? transaction, ulong time, params string[] lines)
    {
        var writer = new MessageWriter(new byte[ushort.MaxValue], ushort.MaxValue, new() { Id = 7, Opcode = Opcode.Update });
        writer.TryWriteQuestion(Octets.Name("example"), RecordType.Soa, RecordClass.Internet);
        foreach (var line in lines)
        {
            var words = line.Split(' ', 2);
            Write(ref writer, words[0], words[1]);
        }

        Assert.True(transaction is null || transaction.TrySign(ref writer, time));
        writer.Finish();
        return writer.Written.ToArray();
    }

    private static void Write(ref MessageWriter writer, string command, string rest)
    {
        var section = command is "add" or "delete" ? MessageSection.Authority : MessageSection.Answer;
        var words = rest.Split(' ');
        if (words.Length > 2)
        {
            var reader = new ZoneFileReader(Encoding.ASCII.GetBytes(rest + "\n"), new() { Origin = DomainName.Parse("example."), DefaultTtl = 60 });
            Assert.True(reader.TryRead(out var record));
            var ttl = command == "add" ? record.Ttl : 0;
            writer.BeginRecord(section, record.Owner, record.Type, command == "delete" ? RecordClass.None : RecordClass.Internet, ttl);
            writer.Write(record.Data);
        }
        else
        {
            var type = words.Length < 2 ? RecordType.Any : Enum.Parse<RecordType>(words[1], ignoreCase: true);
            var @class = command is "nxdomain" or "nxrrset" ? RecordClass.None : RecordClass.Any;
            writer.BeginRecord(section, Octets.Name(words[0] == "@" ? "example" : words[0] + ".example"), type, @class, 0);
        }

        Assert.True(writer.EndRecord());
    }
}
