using System.Text;

namespace MirageGen.Dns;

/// <summary>
/// One entry of a zone file, mostly a line (RFC 1035 section 5.1): its words, taken one after the other. The words stay in
/// the text; an entry is used again for the next one.
/// </summary>
internal sealed class Entry
{
    /// <summary>The most words: as many as a record's data can have octets, and more.</summary>
    public const int MaxTokens = 1 << 16;

    private const int LongestQuotation = 40;

    private readonly List<EntryToken> _tokens = [];
    private ReadOnlyMemory<byte> _text;
    private string? _file;
    private int _next;

    /// <summary>Whether white space stands before the first word: the owner is that of the record before.</summary>
    public bool StartsBlank { get; private set; }

    /// <summary>How many words there are.</summary>
    public int Count => _tokens.Count;

    /// <summary>Whether there is another word.</summary>
    public bool HasMore => _next < _tokens.Count;

    /// <summary>The next word, which is there.</summary>
    public EntryToken Next => _tokens[_next];

    /// <summary>The first word, which is there.</summary>
    public EntryToken First => _tokens[0];

    /// <summary>Begins anew.</summary>
    public void Begin(ReadOnlyMemory<byte> text, string? file, bool startsBlank)
    {
        _tokens.Clear();
        _text = text;
        _file = file;
        _next = 0;
        StartsBlank = startsBlank;
    }

    /// <summary>Adds a word.</summary>
    public void Add(EntryToken token)
    {
        if (_tokens.Count == MaxTokens)
        {
            throw Fail(token, $"the entry has more than {MaxTokens} words; close the parenthesis, or write data as one word");
        }

        _tokens.Add(token);
    }

    /// <summary>Goes back to a word that was taken: none has been when it is zero.</summary>
    public void Rewind(int taken) => _next = taken;

    /// <summary>How many words have been taken.</summary>
    public int Taken => _next;

    /// <summary>A word's octets, escapes as written.</summary>
    public ReadOnlySpan<byte> TextOf(EntryToken token) => _text.Span.Slice(token.Start, token.Length);

    /// <summary>Takes the next word.</summary>
    /// <param name="what">What it should be, for the message.</param>
    /// <exception cref="PresentationException">There is none.</exception>
    public EntryToken Take(string what)
    {
        if (!HasMore)
        {
            throw FailAtEnd($"the entry ends where {what} should be");
        }

        return _tokens[_next++];
    }

    /// <summary>Takes the next word and returns its octets.</summary>
    /// <inheritdoc cref="Take"/>
    public ReadOnlySpan<byte> TakeText(string what) => TextOf(Take(what));

    /// <summary>What to throw for a word.</summary>
    public PresentationException Fail(EntryToken token, string problem) => new(_file, token.Line, token.Column, problem);

    /// <summary>What to throw for what is missing at the end.</summary>
    public PresentationException FailAtEnd(string problem)
    {
        var last = _tokens.Count > 0 ? _tokens[^1] : new(0, 0, 1, 1, IsQuoted: false);
        return new(_file, last.Line, last.Column + last.Length + (last.IsQuoted ? 1 : 0), problem);
    }

    /// <summary>A word as a message has it: printable, and not too long.</summary>
    public string Quote(EntryToken token)
    {
        var text = TextOf(token);
        var head = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestQuotation)]);
        var printable = new string(Array.ConvertAll(head.ToCharArray(), c => char.IsControl(c) ? '\uFFFD' : c));
        return text.Length > LongestQuotation ? printable + "..." : printable;
    }
}
