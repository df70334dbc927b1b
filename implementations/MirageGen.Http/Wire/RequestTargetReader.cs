namespace MirageGen.Http.Wire;

/// <summary>Takes a request's target apart (RFC 9112 section 3.2).</summary>
internal static class RequestTargetReader
{
    /// <summary>Judges a target and finds its parts.</summary>
    /// <param name="head">What the ranges are relative to.</param>
    /// <param name="start">Where the target starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="method">Decides which forms may occur.</param>
    /// <param name="target">The parts.</param>
    public static WireError Read(
        ReadOnlySpan<byte> head, int start, int end, MethodCode method, out RequestTarget target)
    {
        target = new() { Whole = OctetRange.Between(start, end) };
        if (start == end)
        {
            return WireError.BadTarget;
        }

        if (method == MethodCode.Connect)
        {
            target.Form = TargetForm.Authority;
            target.Authority = target.Whole;
            return AuthoritySyntax.IsHostWithPort(head[start..end]) ? WireError.None : WireError.BadTarget;
        }

        return head[start] switch
        {
            (byte)'/' => ReadPathAndQuery(head, start, end, ref target),
            (byte)'*' => ReadAsterisk(end - start, method, ref target),
            _ => ReadAbsolute(head, start, end, ref target),
        };
    }

    private static WireError ReadAsterisk(int length, MethodCode method, ref RequestTarget target)
    {
        target.Form = TargetForm.Asterisk;
        return length == 1 && method == MethodCode.Options ? WireError.None : WireError.BadTarget;
    }

    private static WireError ReadAbsolute(ReadOnlySpan<byte> head, int start, int end, ref RequestTarget target)
    {
        var text = head[start..end];
        var separator = text.IndexOf("://"u8);
        if (separator <= 0 || text[..separator].ContainsAnyExcept(HttpGrammar.Token))
        {
            return WireError.BadTarget;
        }

        if (!System.Text.Ascii.EqualsIgnoreCase(text[..separator], "http"u8))
        {
            return WireError.SchemeNotServed;
        }

        var authorityStart = start + separator + "://".Length;
        var length = head[authorityStart..end].IndexOfAny((byte)'/', (byte)'?');
        var authorityEnd = length < 0 ? end : authorityStart + length;
        target.Form = TargetForm.Absolute;
        target.Authority = OctetRange.Between(authorityStart, authorityEnd);
        return AuthoritySyntax.IsHost(head[authorityStart..authorityEnd])
            ? ReadPathAndQuery(head, authorityEnd, end, ref target)
            : WireError.BadTarget;
    }

    private static WireError ReadPathAndQuery(ReadOnlySpan<byte> head, int start, int end, ref RequestTarget target)
    {
        var text = head[start..end];
        var isEncoded = false;
        var length = 0;
        for (var rest = text; ; rest = text[length..])
        {
            var stop = rest.IndexOfAnyExcept(HttpGrammar.PlainPath);
            length += stop < 0 ? rest.Length : stop;
            if (stop < 0 || rest[stop] == (byte)'?')
            {
                break;
            }

            if (rest[stop] != (byte)'%')
            {
                return WireError.BadTarget;
            }

            isEncoded = true;
            length++;
        }

        target.Path = OctetRange.Between(start, start + length);
        target.IsPathPlain = length > 0 && !isEncoded && text[..length].IndexOf("/."u8) < 0;
        if (length == text.Length)
        {
            return WireError.None;
        }

        target.HasQuery = true;
        target.Query = OctetRange.Between(start + length + 1, end);
        return text[(length + 1)..].ContainsAnyExcept(HttpGrammar.Query) ? WireError.BadTarget : WireError.None;
    }
}
