namespace MirageGen.TestKit.Tests.Random;

public sealed class SeededRandomTests
{
    [Fact]
    public void Gives_the_numbers_of_the_published_algorithm()
    {
        // The reference implementation's first outputs for the state 1, 2, 3, 4.
        var random = new SeededRandom(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];

        Assert.All(expected, number => Assert.Equal(number, random.NextUInt64()));
    }

    [Fact]
    public void Fills_its_state_by_the_published_algorithm()
    {
        ulong state = 1234567;
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];

        Assert.All(expected, number => Assert.Equal(number, SeededRandom.SplitMix(ref state)));
    }

    [Fact]
    public void A_fork_does_not_depend_on_what_was_drawn_before()
    {
        var fresh = new SeededRandom(42);
        var used = new SeededRandom(42);
        used.NextUInt64();

        Assert.Equal(fresh.Fork("wire").NextUInt64(), used.Fork("wire").NextUInt64());
        Assert.NotEqual(fresh.Fork("wire").NextUInt64(), fresh.Fork("host").NextUInt64());
    }

    [Fact]
    public void Every_number_below_the_bound_is_about_as_likely()
    {
        var random = new SeededRandom(7);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[random.NextInt32(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void Bounds_are_kept_at_their_extremes()
    {
        var random = new SeededRandom(7);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(0, random.NextInt32(1));
            Assert.InRange(random.NextInt32(int.MaxValue), 0, int.MaxValue - 1);
            Assert.InRange(random.NextInt32(-3, 3), -3, 3);
            Assert.InRange(random.NextDouble(), 0, 1 - double.Epsilon);
            Assert.InRange(random.NextTimeSpan(TimeSpan.FromTicks(3)).Ticks, 0, 3);
            Assert.False(random.Chance(0));
            Assert.True(random.Chance(1));
        }
    }

    [Fact]
    public void A_fill_of_any_length_begins_with_the_same_octets()
    {
        var expected = new byte[64];
        new SeededRandom(9).Fill(expected);
        for (var length = 0; length <= expected.Length; length++)
        {
            var octets = new byte[length];
            new SeededRandom(9).Fill(octets);

            Assert.Equal(expected[..length], octets);
        }
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        new SeededRandom(3).Shuffle(items.AsSpan());

        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
