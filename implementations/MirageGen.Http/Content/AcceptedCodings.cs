using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>What Accept-Encoding says of the codings known here (RFC 9110 section 12.5.3); weights in thousandths.</summary>
internal readonly record struct AcceptedCodings(short Identity, short Gzip, short Brotli)
{
    private const short NotListed = -1;
    private const short Full = 1000;

    /// <summary>What holds without the field: anything will do, and identity does best.</summary>
    public static AcceptedCodings Unstated => new(Full, 0, 0);

    /// <summary>Reads the field, all its lines as one list. An element with a malformed weight counts as refused.</summary>
    public static AcceptedCodings Read(FieldLines fields, ReadOnlySpan<byte> octets)
    {
        short identity = NotListed, gzip = NotListed, brotli = NotListed, others = NotListed;
        const WellKnownField Field = WellKnownField.AcceptEncoding;
        for (var i = fields.IndexOf(Field); i >= 0; i = fields.IndexOf(Field, i + 1))
        {
            foreach (var element in new TokenList(fields.All[i].Value.Of(octets)))
            {
                var name = ReadElement(element, out var weight);
                if (Ascii.EqualsIgnoreCase(name, "gzip"u8) || Ascii.EqualsIgnoreCase(name, "x-gzip"u8))
                {
                    gzip = weight;
                }
                else if (Ascii.EqualsIgnoreCase(name, "br"u8))
                {
                    brotli = weight;
                }
                else if (Ascii.EqualsIgnoreCase(name, "identity"u8))
                {
                    identity = weight;
                }
                else if (name.SequenceEqual("*"u8))
                {
                    others = weight;
                }
            }
        }

        // Identity will do unless it is refused, but any coding that is listed does better.
        const short Lowest = 1;
        return new(
            identity != NotListed ? identity : others == NotListed ? Lowest : others,
            gzip != NotListed ? gzip : Math.Max((short)0, others),
            brotli != NotListed ? brotli : Math.Max((short)0, others));
    }

    /// <summary>The best coding among those there are.</summary>
    /// <returns>False when none will do.</returns>
    public bool TryChoose(bool hasGzip, bool hasBrotli, out ContentCoding coding)
    {
        coding = ContentCoding.Identity;
        var best = Identity;
        if (hasGzip && Gzip > 0 && Gzip >= best)
        {
            coding = ContentCoding.Gzip;
            best = Gzip;
        }

        if (hasBrotli && Brotli > 0 && Brotli >= best)
        {
            coding = ContentCoding.Brotli;
            best = Brotli;
        }

        return best > 0;
    }

    private static ReadOnlySpan<byte> ReadElement(ReadOnlySpan<byte> element, out short weight)
    {
        var semicolon = element.IndexOf((byte)';');
        weight = semicolon < 0 ? Full : ReadWeight(element[(semicolon + 1)..]);
        return HttpGrammar.TrimWhitespace(semicolon < 0 ? element : element[..semicolon]);
    }

    /// <summary>Reads <c>q=0.5</c> (RFC 9110 section 12.4.2).</summary>
    private static short ReadWeight(ReadOnlySpan<byte> parameter)
    {
        parameter = HttpGrammar.TrimWhitespace(parameter);
        if (parameter.Length is < 3 or > 7
            || (parameter[0] | 0x20) != 'q'
            || parameter[1] != (byte)'='
            || parameter[2] is not ((byte)'0' or (byte)'1')
            || (parameter.Length > 3 && parameter[3] != (byte)'.'))
        {
            return 0;
        }

        var weight = (parameter[2] - '0') * Full;
        var place = 100;
        foreach (var digit in parameter[Math.Min(4, parameter.Length)..])
        {
            if (!HttpGrammar.IsDigit(digit))
            {
                return 0;
            }

            weight += (digit - '0') * place;
            place /= 10;
        }

        return (short)(weight <= Full ? weight : 0);
    }
}
