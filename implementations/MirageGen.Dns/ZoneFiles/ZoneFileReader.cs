using System.Text;

namespace MirageGen.Dns;

/// <summary>
/// Reads a zone file, record by record (RFC 1035 section 5): with <c>$ORIGIN</c>, <c>$INCLUDE</c>, <c>$TTL</c> (RFC 2308
/// section 4) and <c>$GENERATE</c> (as BIND has it). It keeps nothing of records it has returned, so that a zone of a
/// million records costs no more than its text.
/// </summary>
public sealed class ZoneFileReader
{
    /// <summary>How deep files may include each other.</summary>
    private const int MaxDepth = 16;

    private readonly ZoneFileOptions _options;
    private readonly ZoneFileNames _names = new();
    private readonly List<IEntrySource> _sources = [];
    private readonly Entry _entry = new();
    private readonly RdataBuffer _rdata = new();
    private uint? _defaultTtl;
    private uint? _lastTtl;
    private uint? _soaMinimum;

    /// <summary>Begins with a file.</summary>
    /// <param name="text">Its content, in ASCII; strings may have any octets. Not copied; must not change.</param>
    /// <param name="options">What it does not say itself.</param>
    public ZoneFileReader(ReadOnlyMemory<byte> text, ZoneFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _defaultTtl = options.DefaultTtl;
        _names.SetOrigin(options.Origin.Octets);
        _sources.Add(new FileEntries(text, options.FileName, _names));
    }

    /// <summary>What relative names are relative to where it has come to.</summary>
    internal ReadOnlySpan<byte> Origin => _names.Origin;

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record, good until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="PresentationException">
    /// An entry is malformed. The next call goes on behind it, so that all that is wrong with a file can be told at once; of
    /// what <c>$GENERATE</c> makes only the first.
    /// </exception>
    public bool TryRead(out ZoneFileRecord record)
    {
        while (_sources.Count > 0)
        {
            var source = _sources[^1];
            try
            {
                if (TryReadEntry(source, out record))
                {
                    return true;
                }
            }
            catch (PresentationException)
            {
                source.Refuse();
                throw;
            }
        }

        record = default;
        return false;
    }

    /// <summary>Reads one entry: a record, or else a directive, or the end of a source.</summary>
    private bool TryReadEntry(IEntrySource source, out ZoneFileRecord record)
    {
        record = default;
        if (!source.TryRead(_entry))
        {
            source.Restore(_names);
            _sources.RemoveAt(_sources.Count - 1);
            return false;
        }

        if (IsDirective())
        {
            Obey(source);
            return false;
        }

        record = ReadRecord(source);
        return true;
    }

    private bool IsDirective() => !_entry.StartsBlank && !_entry.First.IsQuoted && _entry.TextOf(_entry.First).StartsWith("$"u8);

    private void Obey(IEntrySource source)
    {
        var token = _entry.Take("a directive");
        var directive = _entry.TextOf(token);
        if (Ascii.EqualsIgnoreCase(directive, "$ORIGIN"u8))
        {
            Span<byte> origin = stackalloc byte[NameOctets.MaxOctets];
            var length = RdataParser.ParseName(_entry, _names.Origin, origin);
            End();
            _names.SetOrigin(origin[..length]);
        }
        else if (Ascii.EqualsIgnoreCase(directive, "$TTL"u8))
        {
            var ttl = _entry.Take("a time to live");
            _defaultTtl = TryReadTtl(ttl) ?? throw _entry.Fail(ttl, $"'{_entry.Quote(ttl)}' is no time to live; write seconds, or units as in 1h30m");
            End();
        }
        else if (Ascii.EqualsIgnoreCase(directive, "$INCLUDE"u8))
        {
            Include(token);
        }
        else if (Ascii.EqualsIgnoreCase(directive, "$GENERATE"u8))
        {
            var range = GenerateRange.Parse(_entry);
            _sources.Add(new GeneratedEntries(range, GenerateTemplate.Parse(_entry), source.File, token.Line));
        }
        else
        {
            throw _entry.Fail(token, $"'{_entry.Quote(token)}' is no directive; there are $ORIGIN, $INCLUDE, $TTL and $GENERATE, "
                + "and a name that begins with a dollar is written \\$");
        }
    }

    private void Include(EntryToken directive)
    {
        var token = _entry.Take("a file's name");
        var octets = new byte[token.Length];
        if (!TextEscapes.TryRead(_entry.TextOf(token), octets, out var length))
        {
            throw _entry.Fail(token, "a backslash stands before neither a character nor three digits up to 255");
        }

        Span<byte> origin = stackalloc byte[NameOctets.MaxOctets];
        var originLength = _entry.HasMore ? RdataParser.ParseName(_entry, _names.Origin, origin) : 0;
        End();
        if (_sources.Count > MaxDepth)
        {
            throw _entry.Fail(directive, $"files include each other {MaxDepth} deep; maybe one includes itself");
        }

        if (_options.Open is not { } open)
        {
            throw _entry.Fail(directive, "there are no other files here that $INCLUDE could read");
        }

        var name = Encoding.UTF8.GetString(octets.AsSpan(0, length));
        if (!open(name, out var text))
        {
            throw _entry.Fail(token, $"there is no file '{_entry.Quote(token)}'");
        }

        _sources.Add(new FileEntries(text, name, _names));
        if (originLength > 0)
        {
            _names.SetOrigin(origin[..originLength]);
        }
    }

    private void End()
    {
        if (_entry.HasMore)
        {
            throw _entry.Fail(_entry.Next, $"'{_entry.Quote(_entry.Next)}' is a word too many for the directive");
        }
    }

    private ZoneFileRecord ReadRecord(IEntrySource source)
    {
        ReadOwner();
        var (type, stated) = ReadHead();
        RdataParser.Parse(_entry, type, _options.Class, _names.Origin, _rdata);
        if (type == RecordType.Soa)
        {
            _soaMinimum = Math.Min(RdataField.ReadNumber(_rdata.Written[^sizeof(uint)..]), NumberText.MaxTtl);
        }

        // What is stated goes before $TTL, and that before what was stated last (RFC 2308 section 4, RFC 1035 section 5.1).
        var ttl = stated ?? _defaultTtl ?? _lastTtl ?? _soaMinimum
            ?? throw _entry.Fail(_entry.First, "the record has no time to live, and none before it has; write a line '$TTL 1h' above");
        _lastTtl = stated ?? _lastTtl;
        return new(_names.Owner, type, _options.Class, ttl, _rdata.Written, source.File, _entry.First.Line);
    }

    private void ReadOwner()
    {
        if (_entry.StartsBlank)
        {
            if (_names.Owner.IsEmpty)
            {
                throw _entry.Fail(_entry.First, "the line begins with a space, but there is no record before whose owner it could have");
            }

            return;
        }

        Span<byte> owner = stackalloc byte[NameOctets.MaxOctets];
        _names.SetOwner(owner[..RdataParser.ParseName(_entry, _names.Origin, owner)]);
    }

    /// <summary>Reads time to live and class, in whatever order or not at all, and the type.</summary>
    private (RecordType Type, uint? Ttl) ReadHead()
    {
        uint? ttl = null;
        var hasClass = false;
        while (true)
        {
            var token = _entry.Take("a type");
            var text = _entry.TextOf(token);
            if (ttl is null && !text.IsEmpty && char.IsAsciiDigit((char)text[0]))
            {
                ttl = TryReadTtl(token)
                    ?? throw _entry.Fail(token, $"'{_entry.Quote(token)}' is no time to live; write seconds up to {NumberText.MaxTtl}, or units as in 1h30m");
            }
            else if (!hasClass && TypeText.TryRead(text, out RecordClass @class) && @class != RecordClass.Any)
            {
                hasClass = @class == _options.Class
                    ? true
                    : throw _entry.Fail(token, $"the class is {TypeText.Of(@class)}, but the zone's is {TypeText.Of(_options.Class)}");
            }
            else
            {
                return (ReadType(token), ttl);
            }
        }
    }

    private uint? TryReadTtl(EntryToken token) =>
        NumberText.TryReadSeconds(_entry.TextOf(token), NumberText.MaxTtl, out var seconds) ? seconds : null;

    private RecordType ReadType(EntryToken token)
    {
        if (!TypeText.TryRead(_entry.TextOf(token), out RecordType type))
        {
            throw _entry.Fail(token, $"'{_entry.Quote(token)}' is no type; write a mnemonic, or TYPE and a number");
        }

        // Types of questions and of messages (RFC 6895 section 3.1).
        return type is RecordType.None or RecordType.Opt or (>= (RecordType)128 and <= RecordType.Any)
            ? throw _entry.Fail(token, $"{TypeText.Of(type)} is in no zone")
            : type;
    }
}
