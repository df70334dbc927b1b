using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace MirageGen.TcpIp.Tests;

public sealed class ReassemblyTests
{
    private static readonly byte[] Header = new byte[20];

    /// <summary>A payload and the places where it is cut, in units of eight octets.</summary>
    private static readonly Gen<(int Length, int[] Cuts, int[] Order)> Cut =
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 370].Array[0, 20], Gen.Int.Array[60], (length, cuts, order) => (length, cuts, order));

    [Fact]
    public void Fragments_in_any_order_with_repetitions_make_the_whole() => Cut.Sample(sample =>
    {
        var whole = Rig.Packets.Pattern(sample.Length);
        var fragments = Fragments(whole, sample.Cuts);
        var rig = new Bench();
        // Each once in random order, and some that have come already once more.
        var order = Shuffled(fragments.Count, sample.Order).SelectMany((index, i) => i % 3 == 2 ? [index, index] : new[] { index }).ToList();
        FragmentedPacket? result = null;
        foreach (var index in order)
        {
            Assert.Null(result);
            result = rig.Add(fragments[index].Start, fragments[index].Octets, fragments[index].HasMore);
            if (result is not null)
            {
                break;
            }
        }

        Assert.NotNull(result);
        Assert.True(result.Octets[result.PayloadOffset..].SequenceEqual(whole));
        rig.Reassembler.Release(result);
        Assert.Equal(0, rig.Reassembler.MemoryOctets);
        Assert.Equal(0, rig.Reassembler.Count);
    }, iter: 2000);

    [Fact]
    public void Whatever_overlaps_is_never_put_together() => Gen.Select(Cut, Gen.Int[0, 370], Gen.Int[1, 60]).Sample((sample, unit, extra) =>
    {
        var whole = Rig.Packets.Pattern(sample.Length);
        var fragments = Fragments(whole, sample.Cuts);
        var start = unit * 8;
        var length = extra * 8;
        // One that begins and ends where others do stands for them, and nobody can tell.
        if (start >= sample.Length
            || (fragments.Exists(f => f.Start == start) && fragments.Exists(f => f.Start + f.Octets.Length == start + length)))
        {
            return;
        }

        var rig = new Bench();
        Assert.Null(rig.Add(start, new byte[length], true));
        foreach (var index in Shuffled(fragments.Count, sample.Order))
        {
            Assert.Null(rig.Add(fragments[index].Start, fragments[index].Octets, fragments[index].HasMore));
        }
    }, iter: 2000);

    [Fact]
    public void Arbitrary_fragments_stay_within_every_bound() =>
        Gen.Select(Gen.Int[0, 8191], Gen.Int[0, 100], Gen.Bool, Gen.Int[0, 100], Gen.Int[0, 30]).Array[0, 300].Sample(fragments =>
        {
            var rig = new Bench();
            foreach (var (unit, length, more, id, source) in fragments)
            {
                if (rig.Add(unit * 8, new byte[length * 8], more, (uint)id, (uint)source) is { } whole)
                {
                    Assert.True(whole.Octets.Length <= 65_535);
                    rig.Reassembler.Release(whole);
                }

                Assert.True(rig.Reassembler.Count <= Reassembler.MostPackets);
                Assert.True(rig.Reassembler.MemoryOctets <= Reassembler.MostOctets + 66_000);
            }
        }, iter: 500);

    [Fact]
    public void A_packet_of_which_the_end_does_not_come_is_given_up_and_its_sender_told()
    {
        var rig = new Bench();
        var timedOut = 0;
        rig.Reassembler.TimedOut = packet => timedOut += packet.Octets.Length;
        rig.Add(0, new byte[16], true);
        rig.Add(64, new byte[16], false, id: 2);
        rig.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(2, rig.Reassembler.Count);
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, rig.Reassembler.Count);
        // Only of the first has the beginning arrived.
        Assert.Equal(36, timedOut);
    }

    [Fact]
    public void A_fragment_beyond_the_largest_packet_is_dropped()
    {
        var rig = new Bench();
        Assert.Null(rig.Add(65_528, new byte[64], false));
        Assert.Null(rig.Add(8, [], false));
        Assert.Null(rig.Add(8, new byte[7], true));
        Assert.Equal(0, rig.Reassembler.Count);
        Assert.Equal(3, rig.Statistics["ip"]["fragments-bad"]);
    }

    [Fact]
    public void Two_ends_void_the_packet()
    {
        var rig = new Bench();
        rig.Add(0, new byte[8], true);
        rig.Add(16, new byte[8], false);
        rig.Add(24, new byte[8], false);
        Assert.Null(rig.Add(8, new byte[8], true));
        Assert.Equal(2, rig.Statistics["ip"]["fragments-bad"]);
    }

    [Fact]
    public void One_sender_cannot_push_out_the_packets_of_others()
    {
        var rig = new Bench();
        rig.Add(0, new byte[8], true, id: 1, source: 7);
        for (var i = 0; i < 1000; i++)
        {
            rig.Add(0, new byte[8], true, (uint)i, source: 8);
        }

        Assert.NotNull(rig.Add(8, new byte[8], false, id: 1, source: 7));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 3, 0)]
    public void Congestion_in_a_fragment_is_congestion_of_the_whole(byte first, byte second, byte whole)
    {
        var rig = new Bench();
        rig.Add(0, new byte[8], true, ecn: first);
        Assert.Equal(whole, rig.Add(8, new byte[8], false, ecn: second)!.Ecn);
    }

    private static List<(int Start, byte[] Octets, bool HasMore)> Fragments(byte[] whole, int[] cuts)
    {
        var places = cuts.Select(cut => cut * 8).Where(place => place < whole.Length).Append(0).Append(whole.Length).Distinct().Order().ToArray();
        return [.. places.Zip(places.Skip(1), (from, to) => (from, whole[from..to], to < whole.Length))];
    }

    private static IEnumerable<int> Shuffled(int count, int[] order) => Enumerable.Range(0, count).OrderBy(i => order[i]);

    private sealed class Bench
    {
        public Bench() => Reassembler = new(Clock, new(Statistics.Add("ip")));

        public FakeTimeProvider Clock { get; } = new();

        public NetworkStatistics Statistics { get; } = new();

        public Reassembler Reassembler { get; }

        public FragmentedPacket? Add(int start, byte[] octets, bool hasMore, uint id = 1, uint source = 1, byte ecn = 0) => Reassembler.Add(
            new(new IPv4Address(source), new IPv4Address(9), id, 17), Header, start, hasMore, new ReceivedFrame(octets), 0, ecn);
    }
}
