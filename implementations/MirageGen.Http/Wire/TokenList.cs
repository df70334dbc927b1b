namespace MirageGen.Http.Wire;

/// <summary>
/// The elements of a comma-separated list without white space around them (RFC 9110 section 5.6.1); empty elements are
/// left out. A comma within a quoted string separates nothing.
/// </summary>
internal ref struct TokenList(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly TokenList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var comma = IndexOfComma(_rest);
            Current = HttpGrammar.TrimWhitespace(comma < 0 ? _rest : _rest[..comma]);
            _rest = comma < 0 ? default : _rest[(comma + 1)..];
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOfComma(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOfAny((byte)',', (byte)'"');
        if (first < 0 || text[first] == (byte)',')
        {
            return first;
        }

        var isQuoted = false;
        for (var i = first; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\\' when isQuoted:
                    i++;
                    break;
                case (byte)',' when !isQuoted:
                    return i;
                default:
                    break;
            }
        }

        return -1;
    }
}
