namespace MirageGen.Dns;

/// <summary>A record as it was read from a zone file. Its memory is the reader's, until the next one is read.</summary>
public readonly ref struct ZoneFileRecord
{
    internal ZoneFileRecord(
        ReadOnlySpan<byte> owner, RecordType type, RecordClass @class, uint ttl, ReadOnlySpan<byte> data, string? file, int line)
    {
        Owner = owner;
        Type = type;
        Class = @class;
        Ttl = ttl;
        Data = data;
        File = file;
        Line = line;
    }

    /// <summary>Whose record it is, in the uncompressed wire form, as written.</summary>
    public ReadOnlySpan<byte> Owner { get; }

    /// <summary>What it says.</summary>
    public RecordType Type { get; }

    /// <summary>Of what class.</summary>
    public RecordClass Class { get; }

    /// <summary>For how many seconds it may be kept.</summary>
    public uint Ttl { get; }

    /// <summary>The data, names in it uncompressed.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>In which file it stands; null when that has no name.</summary>
    public string? File { get; }

    /// <summary>In which line it begins, from one.</summary>
    public int Line { get; }

    /// <summary>The record with memory of its own.</summary>
    public ResourceRecord ToRecord() => new(DomainName.FromSound(Owner), Type, Class, Ttl, Data.ToArray());
}
