namespace MirageGen.Dns;

/// <summary>The entries of a file. At its end the origin and the owner are again what they were before it (RFC 1035 section 5.1).</summary>
/// <param name="text">What is in it.</param>
/// <param name="file">Its name.</param>
/// <param name="before">The names at its beginning.</param>
internal sealed class FileEntries(ReadOnlyMemory<byte> text, string? file, ZoneFileNames before) : IEntrySource
{
    private readonly EntryScanner _scanner = new(text, file);
    private readonly byte[] _origin = before.Origin.ToArray();
    private readonly byte[] _owner = before.Owner.ToArray();

    public string? File => file;

    public bool TryRead(Entry entry) => _scanner.TryRead(entry);

    public void Refuse()
    {
        // The next entry may be sound.
    }

    public void Restore(ZoneFileNames names)
    {
        names.SetOrigin(_origin);
        names.SetOwner(_owner);
    }
}
