namespace MirageGen.Dns;

/// <summary>The entries of a <c>$GENERATE</c>, made one after the other as they are asked for.</summary>
/// <param name="range">The numbers.</param>
/// <param name="template">What is made of each.</param>
/// <param name="file">In which file it stands.</param>
/// <param name="line">In which line, which messages about what it makes have too; their columns are those of what was made.</param>
internal sealed class GeneratedEntries(GenerateRange range, GenerateTemplate template, string? file, int line) : IEntrySource
{
    private readonly EntryScanner _scanner = new(default, file);
    private readonly TextBuffer _text = new();
    private ulong _next = range.Start;
    private byte[] _copy = [];

    public string? File => file;

    public bool TryRead(Entry entry)
    {
        if (_next > range.Stop)
        {
            return false;
        }

        var number = (uint)_next;
        _next += range.Step;
        if (!template.TryExpand(number, _text, out _))
        {
            throw new PresentationException(file, line, 1, $"the number {number} is below zero with its offset, where its base has no sign");
        }

        // A scanner wants memory, which the buffer may replace.
        if (_copy.Length < _text.Written.Length)
        {
            _copy = new byte[2 * _text.Written.Length];
        }

        _text.Written.CopyTo(_copy);
        _scanner.Begin(_copy.AsMemory(0, _text.Written.Length), line);
        return _scanner.TryRead(entry);
    }

    /// <summary>Makes no more: one message about a line is enough, and a million would take long.</summary>
    public void Refuse() => _next = (ulong)range.Stop + 1;

    public void Restore(ZoneFileNames names)
    {
        // What it makes goes on where it stands.
    }
}
