using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

public sealed class TimeWaitTableTests
{
    private const int Limit = 20;

    private enum Step
    {
        Add,
        Remove,
        Renew,
        Pass,
    }

    /// <summary>Against a list in the order of ends, with fewer places than ports, so that the oldest give way.</summary>
    [Fact]
    public void Whatever_comes_and_goes_what_is_left_is_found_in_the_order_of_its_end() =>
        Gen.Select(Gen.Int[1, 40], Gen.Enum<Step>()).Array[0, 300].Sample(steps =>
        {
            var table = new TimeWaitTable(Keys.Secret(), Limit);
            var model = new List<(int Port, TimeSpan Until)>();
            var now = TimeSpan.Zero;
            foreach (var (port, step) in steps)
            {
                now += TimeSpan.FromSeconds(1);
                var index = model.FindIndex(entry => entry.Port == port);
                var slot = table.Find(Keys.Key(port));
                Assert.Equal(index >= 0, slot >= 0);
                if (step == Step.Add && index < 0)
                {
                    Assert.Equal(model.Count == Limit, table.Add(Keys.Key(port), Rest(now)));
                    model.RemoveRange(0, model.Count == Limit ? 1 : 0);
                    model.Add((port, now + Wait));
                }
                else if (step == Step.Remove && index >= 0)
                {
                    table.Remove(slot);
                    model.RemoveAt(index);
                }
                else if (step == Step.Renew && index >= 0)
                {
                    table.At(slot).Until = now + Wait;
                    table.Renew(slot);
                    model.RemoveAt(index);
                    model.Add((port, now + Wait));
                }
                else if (step == Step.Pass && port > 30)
                {
                    now += Wait / 2;
                    table.RemoveDue(now);
                    model.RemoveAll(entry => entry.Until <= now);
                }

                Assert.Equal(model.Count, table.Count);
                Assert.Equal(model.Count > 0 ? model[0].Until : TcpConnection.Never, table.First);
                Assert.Equal(model.Select(entry => Keys.Key(entry.Port)), InOrder(table));
            }
        });

    [Fact]
    public void Coming_and_going_allocates_nothing_once_there_is_room()
    {
        var table = new TimeWaitTable(Keys.Secret(), Limit);
        var keys = Enumerable.Range(1, 2 * Limit).Select(port => Keys.Key(port)).ToArray();
        var rest = Rest(TimeSpan.Zero);
        Array.ForEach(keys, key => table.Add(key, rest));
        TestKit.Allocations.None(() =>
        {
            foreach (var key in keys)
            {
                if (table.Find(key) is var slot and >= 0)
                {
                    table.Remove(slot);
                }

                _ = table.Add(key, rest);
            }
        });
        Assert.Equal(Limit, table.Count);
    }

    private static TimeSpan Wait => TimeSpan.FromSeconds(60);

    private static TimeWait Rest(TimeSpan now) => new(new(1), new(1), 100, 100, 100, default, now + Wait);

    private static IEnumerable<ConnectionKey> InOrder(TimeWaitTable table)
    {
        for (var slot = table.Oldest; slot >= 0; slot = table.After(slot))
        {
            yield return table.KeyAt(slot);
        }
    }
}
