using System.Globalization;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Script;

/// <summary>
/// A segment as a script writes it: flags, then what else is said of it. Sequence numbers count from their side's SYN, which is 0,
/// so that the first octet is 1.
/// <code>
/// SYN ECE CWR seq=0 win=65535 mss=1460 sack ts=10/0 scale=7
/// ACK PSH seq=1 ack=1 len=1000 sacks=2001-3001,4001-5001
/// </code>
/// For a segment that arrives, what is not said is: sequence and acknowledgment as expected next, a window of 65535. For one that is
/// sent, what is not said may be anything but a payload.
/// </summary>
internal sealed class SegmentText
{
    private readonly Dictionary<string, string> _fields = [];

    public SegmentText(string text)
    {
        Text = text;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Enum.TryParse<TcpFlags>(word, ignoreCase: true, out var flag) && char.IsUpper(word[0]))
            {
                Flags |= flag;
                continue;
            }

            var parts = word.Split('=');
            _fields.Add(parts[0], parts.Length > 1 ? parts[1] : string.Empty);
        }
    }

    public string Text { get; }

    public TcpFlags Flags { get; }

    public bool Has(string field) => _fields.ContainsKey(field);

    public string Word(string field) => _fields[field];

    public long Number(string field, long otherwise) =>
        _fields.TryGetValue(field, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The payload's octets.</summary>
    public int Length => (int)Number("len", 0);

    /// <summary>The timestamps: value and echo.</summary>
    public (uint Value, uint Echo) Timestamps
    {
        get
        {
            var parts = _fields["ts"].Split('/');
            return (uint.Parse(parts[0], CultureInfo.InvariantCulture), uint.Parse(parts[1], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The SACK blocks, relative.</summary>
    public IReadOnlyList<(long Left, long Right)> Sacks =>
        !Has("sacks") ? [] :
        [.. from block in _fields["sacks"].Split(',', StringSplitOptions.RemoveEmptyEntries)
            let ends = block.Split('-')
            select (long.Parse(ends[0], CultureInfo.InvariantCulture), long.Parse(ends[1], CultureInfo.InvariantCulture))];

    /// <summary>What a plan says, in the same words.</summary>
    public static string Describe(in TcpPlan plan, TcpSequence ours, TcpSequence theirs)
    {
        ref readonly var header = ref plan.Header;
        var words = new List<string>();
        foreach (var flag in new[] { TcpFlags.Syn, TcpFlags.Fin, TcpFlags.Rst, TcpFlags.Psh, TcpFlags.Ack, TcpFlags.Ece, TcpFlags.Cwr })
        {
            if (header.Has(flag))
            {
                words.Add(flag.ToString().ToUpperInvariant());
            }
        }

        words.Add($"seq={header.Sequence - ours}");
        if (header.Has(TcpFlags.Ack))
        {
            words.Add($"ack={header.Acknowledgment - theirs}");
        }

        words.Add($"win={header.Window} len={plan.Octets} ({plan.Kind})");
        for (var i = 0; i < header.Options.SackCount; i++)
        {
            words.Add($"sack {header.Options.Sacks[i].Left - theirs}-{header.Options.Sacks[i].Right - theirs}");
        }

        return string.Join(' ', words);
    }
}
