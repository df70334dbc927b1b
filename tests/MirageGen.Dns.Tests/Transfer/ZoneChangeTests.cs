using MirageGen.Dns.Transfer;
using MirageGen.Dns.Zones;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>What changes in a zone, and what becomes of it.</summary>
public sealed class ZoneChangeTests
{
    [Fact]
    public void What_changed_makes_the_new_zone_of_the_old_one()
    {
        foreach (var seed in Seeds(200))
        {
            var random = new SeededRandom(seed);
            var before = RandomZone(random, 1);
            var behind = RandomZone(random, 2);
            var changes = new ZoneChanges(before);

            Assert.True(changes.TryAdd(ZoneChange.Between(before, behind)), $"seed {seed}");
            Assert.Equal(ZoneLines.Of(behind), ZoneLines.Of(changes.Apply()!));
        }
    }

    [Fact]
    public void Several_changes_are_applied_as_one()
    {
        foreach (var seed in Seeds(100))
        {
            var random = new SeededRandom(seed);
            var first = RandomZone(random, uint.MaxValue - 1);
            var changes = new ZoneChanges(first);
            var last = first;
            for (var serial = uint.MaxValue; serial != 4; serial++)
            {
                var next = RandomZone(random, serial);
                Assert.True(changes.TryAdd(ZoneChange.Between(last, next)), $"seed {seed}");
                last = next;
            }

            Assert.Equal(ZoneLines.Of(last), ZoneLines.Of(changes.Apply()!));
        }
    }

    [Fact]
    public void A_record_that_was_not_there_cannot_be_removed()
    {
        var one = ZoneLines.Make(1, "a A 192.0.2.9");
        var two = ZoneLines.Make(2);
        var other = ZoneLines.Make(1);
        var changes = new ZoneChanges(other);
        Assert.True(changes.TryAdd(ZoneChange.Between(one, two)));

        Assert.Null(changes.Apply());
    }

    [Fact]
    public void A_change_from_another_serial_number_is_none_of_the_zone()
    {
        var changes = new ZoneChanges(ZoneLines.Make(7));
        Assert.False(changes.TryAdd(ZoneChange.Between(ZoneLines.Make(8), ZoneLines.Make(9))));
    }

    [Fact]
    public void Case_alone_is_no_change_and_a_time_to_live_is_one()
    {
        var change = ZoneChange.Between(ZoneLines.Make(1, "a 60 MX 1 ns", "b 60 A 192.0.2.1"), ZoneLines.Make(2, "A 60 MX 1 NS", "b 90 A 192.0.2.1"));

        Assert.Equal(2, change.Removed.Count);
        Assert.Equal(2, change.Added.Count);
    }

    [Fact]
    public void A_history_is_bounded_and_begins_anew_at_a_gap()
    {
        var history = ZoneHistory.Empty;
        var zones = Enumerable.Range(1, 3).Select(serial => ZoneLines.Make((uint)serial)).ToArray();
        for (uint i = 0; i < ZoneHistory.MaxChanges + 5; i++)
        {
            history = history.Add(Bare(i, i + 1));
        }

        Assert.Equal(ZoneHistory.MaxChanges, history.Count);
        Assert.False(history.TryFind(4, out _));
        Assert.True(history.TryFind(5, out var changes));
        Assert.Equal(ZoneHistory.MaxChanges, changes.Length);
        Assert.Equal(1, history.Add(ZoneChange.Between(zones[0], zones[1])).Count);
    }

    [Fact]
    public void A_zone_read_again_has_the_history_of_the_one_before()
    {
        var first = ZoneLines.Make(1, "a A 192.0.2.9");
        var second = ZoneLines.Make(2).After(first);
        var third = ZoneLines.Make(3, "b A 192.0.2.9").After(second);

        Assert.True(third.History.TryFind(1, out var changes));
        Assert.Equal(2, changes.Length);
        Assert.Equal(0, ZoneLines.Make(1).After(third).History.Count);
    }

    [Theory]
    [InlineData(1u, 0u, true)]
    [InlineData(0u, 1u, false)]
    [InlineData(5u, 5u, false)]
    [InlineData(0u, 0xFFFFFFFFu, true)]
    [InlineData(0x80000000u, 0u, false)]
    [InlineData(0x7FFFFFFFu, 0u, true)]
    public void Serial_numbers_go_round(uint serial, uint than, bool isNewer) => Assert.Equal(isNewer, SerialNumber.IsNewer(serial, than));

    private static ZoneChange Bare(uint from, uint to) => ZoneChange.Between(ZoneLines.Make(from), ZoneLines.Make(to));

    private static IEnumerable<ulong> Seeds(int count) => new FuzzBudget(count).Seeds();

    private static Zone RandomZone(SeededRandom random, uint serial)
    {
        List<string> lines = [];
        for (var i = 0; i < 12; i++)
        {
            var ttl = 60 * (1 + random.NextInt32(2));
            if (random.NextInt32(2) == 0)
            {
                lines.Add($"n{i} {ttl} A 192.0.2.{random.NextInt32(3)}");
                lines.Add($"n{i} {ttl} A 192.0.2.{random.NextInt32(3)}");
            }

            if (random.NextInt32(2) == 0)
            {
                lines.Add($"x.y.n{i} {ttl} MX {random.NextInt32(2)} n{i}");
            }
        }

        return ZoneLines.Make(serial, lines);
    }
}
