using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>What the parser makes of a head, in a form that can be compared.</summary>
internal static class ParsedHead
{
    public static HeadLimits Limits { get; } = new(8192, 32 * 1024, 100);

    /// <summary>Parses a head that arrives in one piece.</summary>
    public static string Describe(string text, HeadLimits? limits = null) => Describe(Encoding.Latin1.GetBytes(text), [], limits);

    /// <summary>Parses a head that arrives in pieces.</summary>
    /// <param name="octets">The head.</param>
    /// <param name="splits">Where one piece ends and the next begins, ascending.</param>
    /// <param name="limits">Bounds; null for generous ones.</param>
    public static string Describe(byte[] octets, IEnumerable<int> splits, HeadLimits? limits = null)
    {
        var parser = default(RequestHeadParser);
        var head = new RequestHead();
        var progress = HeadProgress.NeedsMore;
        foreach (var end in splits.Append(octets.Length))
        {
            // A copy, so that an access beyond the piece would be seen.
            progress = parser.Parse(octets.AsSpan(0, end).ToArray(), head, limits ?? Limits);
            if (progress != HeadProgress.NeedsMore)
            {
                break;
            }
        }

        return progress switch
        {
            HeadProgress.Failed => parser.Error.ToString(),
            HeadProgress.NeedsMore => "...",
            _ => Describe(octets, head),
        };
    }

    private static string Describe(byte[] octets, RequestHead head)
    {
        var text = new StringBuilder();
        text.Append(Encoding.Latin1.GetString(head.MethodName.Of(octets))).Append('/').Append(head.Method);
        text.Append(' ').Append(head.Target.Form).Append(' ').Append(Encoding.Latin1.GetString(head.Target.Whole.Of(octets)));
        text.Append(" a=").Append(Encoding.Latin1.GetString(head.Target.Authority.Of(octets)));
        text.Append(" p=").Append(Encoding.Latin1.GetString(head.Target.Path.Of(octets))).Append(head.Target.IsPathPlain ? "!" : "~");
        text.Append(head.Target.HasQuery ? $" q={Encoding.Latin1.GetString(head.Target.Query.Of(octets))}" : string.Empty);
        text.Append(" 1.").Append(head.MinorVersion);
        var end = octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        text.Append(head.Length == end ? string.Empty : $" ends at {head.Length}");
        foreach (var line in head.Fields.All)
        {
            text.Append($" [{Encoding.Latin1.GetString(line.Name.Of(octets))}={Encoding.Latin1.GetString(line.Value.Of(octets))} {line.Field}]");
        }

        return text.ToString();
    }
}
