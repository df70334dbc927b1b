using System.Text;

namespace MirageGen.Dns;

/// <summary>
/// A record (RFC 1035 section 3.2.1). Its data is in the uncompressed wire form, which is what a zone keeps and a message
/// carries; text is made of it, and it of text, by the type.
/// </summary>
public sealed class ResourceRecord
{
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Makes a record of data that is checked.</summary>
    /// <param name="owner">Whose record it is.</param>
    /// <param name="type">What it says.</param>
    /// <param name="class">Of what class.</param>
    /// <param name="ttl">For how many seconds it may be kept, at most 2^31 - 1 (RFC 2181 section 8).</param>
    /// <param name="data">The data, names in it uncompressed. It is not copied and must not change.</param>
    /// <exception cref="ArgumentException">The data is none of that type; every octets are that of a type not known here.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time to live is too long.</exception>
    public ResourceRecord(DomainName owner, RecordType type, RecordClass @class, uint ttl, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ttl, NumberText.MaxTtl);
        var error = Rdata.Judge(type, @class, data.Span);
        if (error != RdataError.None)
        {
            throw new ArgumentException($"The octets are no data of {TypeText.Of(type)}: {error}.", nameof(data));
        }

        Owner = owner;
        Type = type;
        Class = @class;
        Ttl = ttl;
        _data = data;
    }

    /// <summary>Whose record it is.</summary>
    public DomainName Owner { get; }

    /// <summary>What it says.</summary>
    public RecordType Type { get; }

    /// <summary>Of what class.</summary>
    public RecordClass Class { get; }

    /// <summary>For how many seconds it may be kept.</summary>
    public uint Ttl { get; }

    /// <summary>The data, names in it uncompressed; the record's own memory.</summary>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <summary>Reads data as a zone file has it, such as <c>10 mail.example.</c> for MX.</summary>
    /// <param name="owner">Whose record it is.</param>
    /// <param name="type">What it says.</param>
    /// <param name="ttl">For how many seconds it may be kept.</param>
    /// <param name="data">The data, of the class IN; relative names are relative to the root.</param>
    /// <exception cref="PresentationException">It is no data of that type.</exception>
    public static ResourceRecord Parse(DomainName owner, RecordType type, uint ttl, string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var entry = new Entry();
        var scanner = new EntryScanner(Encoding.UTF8.GetBytes(data), file: null);
        if (!scanner.TryRead(entry))
        {
            entry.Begin(default, null, startsBlank: false);
        }

        var rdata = new RdataBuffer();
        RdataParser.Parse(entry, type, RecordClass.Internet, DomainName.Root.Octets, rdata);
        if (scanner.TryRead(entry))
        {
            throw entry.Fail(entry.First, "the data of one record is followed by more; put several lines into parentheses");
        }

        return new(owner, type, RecordClass.Internet, ttl, rdata.Written.ToArray());
    }

    /// <summary>The data as a zone file has it.</summary>
    public string DataText
    {
        get
        {
            var text = new TextBuffer();
            RdataPrinter.Print(Type, Class, Data, text);
            return text.ToString();
        }
    }

    /// <summary>The record as a zone file has it.</summary>
    public override string ToString() => $"{Owner} {Ttl} {TypeText.Of(Class)} {TypeText.Of(Type)} {DataText}";
}
