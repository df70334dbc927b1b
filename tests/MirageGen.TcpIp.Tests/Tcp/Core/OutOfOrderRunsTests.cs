using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

public sealed class OutOfOrderRunsTests
{
    private static readonly Gen<(int Left, int Length)[]> AnySegments = Gen.Select(Gen.Int[1, 300], Gen.Int[1, 40]).Array[0, 60];

    [Fact]
    public void Runs_are_what_a_set_of_octets_says() => AnySegments.Sample(segments =>
    {
        var runs = new OutOfOrderRuns(1000);
        var octets = new HashSet<int>();
        foreach (var (left, length) in segments)
        {
            Assert.True(runs.TryAdd(left, left + length));
            octets.UnionWith(Enumerable.Range(left, length));
            Assert.Equal(Expected(octets), Actual(runs));
        }

        for (var offset = 0; offset < 350; offset++)
        {
            Assert.Equal(octets.Contains(offset), runs.IndexOf(offset) >= 0);
        }
    });

    [Fact]
    public void Absorbing_takes_what_follows_without_a_gap() => Gen.Select(AnySegments, Gen.Int[0, 350]).Sample((segments, next) =>
    {
        var runs = new OutOfOrderRuns(1000);
        var octets = new HashSet<int>();
        foreach (var (left, length) in segments)
        {
            runs.TryAdd(left, left + length);
            octets.UnionWith(Enumerable.Range(left, length));
        }

        var expected = next;
        while (octets.Contains(expected) || octets.Any(octet => octet < expected && octets.Contains(octet)) && octets.Contains(expected))
        {
            expected++;
        }

        Assert.Equal(expected, runs.Absorb(next));
        octets.RemoveWhere(octet => octet < expected);
        Assert.Equal(Expected(octets), Actual(runs));
        runs.TryAdd(1000, 1001);
        Assert.Equal(1001, runs.End);
    });

    [Fact]
    public void Runs_beyond_the_limit_are_refused_but_known_ones_grow()
    {
        var runs = new OutOfOrderRuns(2);
        Assert.True(runs.TryAdd(10, 20) && runs.TryAdd(30, 40));
        Assert.False(runs.TryAdd(50, 60));
        Assert.True(runs.TryAdd(40, 50) && runs.TryAdd(20, 30));
        Assert.Equal([(10, 50)], Actual(runs));
    }

    private static List<(long, long)> Expected(HashSet<int> octets)
    {
        List<(long, long)> expected = [];
        foreach (var octet in octets.Order())
        {
            if (expected.Count > 0 && expected[^1].Item2 == octet)
            {
                expected[^1] = (expected[^1].Item1, octet + 1);
            }
            else
            {
                expected.Add((octet, octet + 1));
            }
        }

        return expected;
    }

    private static List<(long, long)> Actual(OutOfOrderRuns runs) => [.. Enumerable.Range(0, runs.Count).Select(index => runs[index])];
}
