using System.Buffers;

namespace MirageGen.Dns;

/// <summary>
/// Cuts the text of a zone file into entries (RFC 1035 section 5.1): words, quoted or not, up to the end of a line, or of
/// several between parentheses; without comments. It looks at each octet about once, and copies none.
/// </summary>
internal sealed class EntryScanner
{
    /// <summary>The most octets of an entry, comments among them.</summary>
    public const int MaxEntryOctets = 1 << 20;

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n;()\"\\"u8);

    private readonly string? _file;
    private ReadOnlyMemory<byte> _text;
    private int _at;
    private int _line;
    private int _lineStart;
    private int _entryStart;

    /// <summary>Begins with a text.</summary>
    /// <param name="text">Untrusted.</param>
    /// <param name="file">What messages call it; null for text of no file.</param>
    public EntryScanner(ReadOnlyMemory<byte> text, string? file)
    {
        _file = file;
        Begin(text, 1);
    }

    /// <summary>Begins again with another text.</summary>
    /// <param name="text">Untrusted.</param>
    /// <param name="line">Its first line, as messages have it.</param>
    public void Begin(ReadOnlyMemory<byte> text, int line)
    {
        _text = text;
        _line = line;
        _at = 0;
        _lineStart = 0;
    }

    /// <summary>Reads the next entry that has words.</summary>
    /// <param name="entry">Filled anew.</param>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="PresentationException">It is malformed; the next call goes on behind its line.</exception>
    public bool TryRead(Entry entry)
    {
        while (_at < _text.Length)
        {
            _entryStart = _at;
            entry.Begin(_text, _file, _text.Span[_at] is (byte)' ' or (byte)'\t');
            try
            {
                ReadWords(entry);
            }
            catch (PresentationException)
            {
                SkipLine();
                throw;
            }

            if (entry.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void ReadWords(Entry entry)
    {
        var depth = 0;
        var open = default(EntryToken);
        for (var octets = _text.Span; _at < octets.Length;)
        {
            if (_at - _entryStart > MaxEntryOctets)
            {
                throw Fail($"the entry is longer than {MaxEntryOctets} octets; close the parenthesis");
            }

            switch (octets[_at])
            {
                case (byte)'\n':
                    EndLine();
                    if (depth == 0)
                    {
                        return;
                    }

                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    _at++;
                    break;
                case (byte)';':
                    SkipComment(octets);
                    break;
                case (byte)'(':
                    open = depth++ == 0 ? Here() : open;
                    _at++;
                    break;
                case (byte)')':
                    depth = depth > 0 ? depth - 1 : throw Fail("a parenthesis is closed that was not opened");
                    _at++;
                    break;
                case (byte)'"':
                    ReadQuoted(octets, entry);
                    break;
                default:
                    ReadWord(octets, entry);
                    break;
            }
        }

        if (depth > 0)
        {
            throw new PresentationException(_file, open.Line, open.Column, "a parenthesis is opened and not closed");
        }
    }

    private void ReadQuoted(ReadOnlySpan<byte> octets, Entry entry)
    {
        var token = Here() with { Start = _at + 1, IsQuoted = true };
        SkipQuoted(octets);
        entry.Add(token with { Length = _at - 1 - token.Start });
    }

    private void ReadWord(ReadOnlySpan<byte> octets, Entry entry)
    {
        var token = Here();
        while (_at < octets.Length)
        {
            var plain = octets[_at..].IndexOfAny(WordEnds);
            _at = plain < 0 ? octets.Length : _at + plain;
            if (_at == octets.Length)
            {
                break;
            }

            if (octets[_at] == '\\')
            {
                SkipEscape(octets);
            }
            else if (octets[_at] == '"' && octets[_at - 1] == '=')
            {
                // key="value" is one word (RFC 9460 section 2.1).
                SkipQuoted(octets);
            }
            else
            {
                break;
            }
        }

        entry.Add(token with { Length = _at - token.Start });
    }

    /// <summary>Passes over a string from quote to quote.</summary>
    private void SkipQuoted(ReadOnlySpan<byte> octets)
    {
        var open = Here();
        for (_at++; _at < octets.Length && octets[_at] != '\n';)
        {
            if (octets[_at] == '\\')
            {
                SkipEscape(octets);
            }
            else if (octets[_at++] == '"')
            {
                return;
            }
        }

        throw new PresentationException(_file, open.Line, open.Column, "a string is not closed on its line; end it with a quote");
    }

    private void SkipEscape(ReadOnlySpan<byte> octets)
    {
        if (_at + 1 >= octets.Length || octets[_at + 1] is (byte)'\n' or (byte)'\r')
        {
            throw Fail("a backslash ends the line; write \\\\ for one, and parentheses around an entry of several lines");
        }

        _at += 2;
    }

    private void SkipComment(ReadOnlySpan<byte> octets)
    {
        var length = octets[_at..].IndexOf((byte)'\n');
        _at = length < 0 ? octets.Length : _at + length;
    }

    private void SkipLine()
    {
        SkipComment(_text.Span);
        if (_at < _text.Length)
        {
            EndLine();
        }
    }

    private void EndLine()
    {
        _lineStart = ++_at;
        _line++;
    }

    private EntryToken Here() => new(_at, 0, _line, _at - _lineStart + 1, IsQuoted: false);

    private PresentationException Fail(string problem) => new(_file, _line, _at - _lineStart + 1, problem);
}
