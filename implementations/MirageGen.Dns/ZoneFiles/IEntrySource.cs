namespace MirageGen.Dns;

/// <summary>Whence entries come: a file, or a <c>$GENERATE</c>.</summary>
internal interface IEntrySource
{
    /// <summary>The file's name; null when it has none.</summary>
    string? File { get; }

    /// <summary>Reads the next entry.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="PresentationException">It is malformed.</exception>
    bool TryRead(Entry entry);

    /// <summary>Hears that the entry read last is malformed.</summary>
    void Refuse();

    /// <summary>Gives back what the file that included this one had, at the end.</summary>
    void Restore(ZoneFileNames names);
}
