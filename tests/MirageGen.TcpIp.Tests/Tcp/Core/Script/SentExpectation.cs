using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Script;

/// <summary>What a script says of a segment that is sent.</summary>
internal sealed class SentExpectation(SegmentText text, TcpSequence ours, TcpSequence theirs, TimeSpan at)
{
    public void Check(in TcpPlan plan)
    {
        ref readonly var header = ref plan.Header;
        var sent = SegmentText.Describe(plan, ours, theirs);
        var differences = new List<string>();
        Compare(differences, "flags", (long)(text.Flags & ~TcpFlags.Psh), (long)(header.Flags & ~TcpFlags.Psh));
        if (text.Flags.HasFlag(TcpFlags.Psh))
        {
            Compare(differences, "PSH", 1, header.Has(TcpFlags.Psh) ? 1 : 0);
        }

        Compare(differences, "len", text.Length, plan.Octets);
        Compare(differences, "seq", text.Number("seq", header.Sequence - ours), header.Sequence - ours);
        Compare(differences, "ack", text.Number("ack", header.Acknowledgment - theirs), header.Acknowledgment - theirs);
        Compare(differences, "win", text.Number("win", header.Window), header.Window);
        Compare(differences, "mss", text.Number("mss", header.Options.MaxSegment), header.Options.MaxSegment);
        Compare(differences, "segment", text.Number("segment", plan.SegmentOctets), plan.SegmentOctets);
        Compare(differences, "at", text.Number("at", (long)at.TotalMilliseconds), (long)at.TotalMilliseconds);
        CheckOptions(differences, header.Options, plan);
        Assert.True(differences.Count == 0, $"expected: {text.Text}\nsent:     {sent} at {at.TotalMilliseconds}\n{string.Join('\n', differences)}");
    }

    private void CheckOptions(List<string> differences, TcpOptions options, in TcpPlan plan)
    {
        if (text.Has("scale"))
        {
            Compare(differences, "scale", text.Number("scale", 0), options.WindowScale ?? -1);
        }

        if (text.Has("ts"))
        {
            Compare(differences, "TSval", text.Timestamps.Value, options.TimestampValue);
            Compare(differences, "TSecr", text.Timestamps.Echo, options.TimestampEcho);
        }

        if (text.Has("sack"))
        {
            Compare(differences, "SACK permitted", 1, options.IsSackPermitted ? 1 : 0);
        }

        if (text.Has("bare"))
        {
            Compare(differences, "timestamps", 0, options.HasTimestamps ? 1 : 0);
            Compare(differences, "SACK permitted", 0, options.IsSackPermitted ? 1 : 0);
            Compare(differences, "scale", -1, options.WindowScale ?? -1);
        }

        if (text.Has("ect"))
        {
            Compare(differences, "ECT", text.Number("ect", 1), plan.IsEcnCapable ? 1 : 0);
        }

        if (text.Has("kind") && text.Word("kind") != plan.Kind.ToString())
        {
            differences.Add($"kind: {plan.Kind}");
        }

        CheckSacks(differences, options);
    }

    private void CheckSacks(List<string> differences, TcpOptions options)
    {
        var expected = text.Sacks;
        if (!text.Has("sacks"))
        {
            return;
        }

        Compare(differences, "SACK blocks", expected.Count, options.SackCount);
        for (var i = 0; i < Math.Min(expected.Count, options.SackCount); i++)
        {
            Compare(differences, "left", expected[i].Left, options.Sacks[i].Left - theirs);
            Compare(differences, "right", expected[i].Right, options.Sacks[i].Right - theirs);
        }
    }

    private static void Compare(List<string> differences, string what, long expected, long actual)
    {
        if (expected != actual)
        {
            differences.Add($"{what}: {expected} expected, {actual} sent");
        }
    }
}
