using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

public sealed class ConnectionTableTests
{
    /// <summary>Against a dictionary, with a table so small that chains of probes collide and wrap round.</summary>
    [Fact]
    public void Whatever_is_added_and_removed_what_is_left_is_found() =>
        Gen.Select(Gen.Int[1, 40], Gen.Bool).Array[0, 300].Sample(steps =>
        {
            var table = new ConnectionTable(Keys.Secret(), limit: 1000);
            var model = new Dictionary<int, Connection>();
            foreach (var (port, isAdded) in steps)
            {
                if (isAdded && !model.ContainsKey(port))
                {
                    table.Add(model[port] = Keys.Connection(Keys.Key(port)));
                }
                else if (!isAdded && model.Remove(port, out var removed))
                {
                    table.Remove(removed);
                    table.Remove(removed);
                }

                Assert.Equal(model.Count, table.Count);
                for (var i = 1; i <= 40; i++)
                {
                    Assert.Same(model.GetValueOrDefault(i), table.Find(Keys.Key(i)));
                }
            }
        });

    [Fact]
    public void Ends_that_differ_in_anything_are_other_connections()
    {
        var table = new ConnectionTable(Keys.Secret(), limit: 10);
        ConnectionKey[] keys =
        [
            Keys.Key(1), Keys.Key(2), Keys.Key(1, "10.0.0.1:81"), Keys.Key(1, "10.0.0.3:80"), Keys.Key(1, remote: "10.0.0.4"),
            Keys.Key(1, "[fe80::1%1]:80", "fe80::2%1"), Keys.Key(1, "[fe80::1%2]:80", "fe80::2%2"),
        ];
        foreach (var key in keys)
        {
            Assert.Null(table.Find(key));
            table.Add(Keys.Connection(key));
        }

        Assert.All(keys, key => Assert.Equal(key, table.Find(key)!.Key));
    }

    [Fact]
    public void It_holds_no_more_than_its_limit()
    {
        var table = new ConnectionTable(Keys.Secret(), limit: 2);
        table.Add(Keys.Connection(Keys.Key(1)));
        Assert.False(table.IsFull);
        table.Add(Keys.Connection(Keys.Key(2)));
        Assert.True(table.IsFull);
        Assert.Throws<InvalidOperationException>(() => table.Add(Keys.Connection(Keys.Key(3))));
    }

    /// <summary>Chosen by one who does not know the secret, ends lie as if thrown: no slot draws many.</summary>
    [Fact]
    public void Under_another_secret_ends_have_other_places()
    {
        var first = Keys.Secret(1);
        var second = Keys.Secret(2);
        var places = Enumerable.Range(1, 4096).Select(port => (A: first.Place(Keys.Key(port)) % 64, B: second.Place(Keys.Key(port)) % 64)).ToArray();

        Assert.InRange(places.Count(place => place.A == place.B), 20, 130);
        Assert.InRange(places.GroupBy(place => place.A).Max(slot => slot.Count()), 64, 120);
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        var table = new ConnectionTable(Keys.Secret(), limit: 10);
        table.Add(Keys.Connection(Keys.Key(1)));
        table.Add(Keys.Connection(Keys.Key(2, "[2001:db8::1]:80", "2001:db8::2")));
        var keys = new[] { Keys.Key(1), Keys.Key(2, "[2001:db8::1]:80", "2001:db8::2"), Keys.Key(3) };
        var found = 0;
        TestKit.Allocations.None(() =>
        {
            foreach (var key in keys)
            {
                found += table.Find(key) is null ? 0 : 1;
            }
        });
        Assert.NotEqual(0, found);
    }
}
