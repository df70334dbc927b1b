using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tests;

public sealed class ExpiryListTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualLoop _loop = new();
    private readonly List<string> _expired = [];
    private readonly ExpiryList<string> _list;

    public ExpiryListTests() => _list = new(_loop.Timers, 10 * Second, _expired.Add);

    [Fact]
    public void Each_expires_when_its_own_time_is_over()
    {
        _list.Add(new("a"));
        _loop.Pass(4 * Second);
        _list.Add(new("b"));
        _loop.Pass(5 * Second);
        Assert.Empty(_expired);
        _loop.Pass(Second);
        Assert.Equal(["a"], _expired);
        _loop.Pass(4 * Second);
        Assert.Equal(["a", "b"], _expired);
        Assert.Equal(0, _list.Count);
    }

    [Fact]
    public void Adding_again_gives_the_whole_time_anew()
    {
        var entry = new ExpiryEntry<string>("a");
        _list.Add(entry);
        _list.Add(new("b"));
        _loop.Pass(9 * Second);
        _list.Add(entry);
        Assert.Equal(2, _list.Count);
        _loop.Pass(Second);
        Assert.Equal(["b"], _expired);
        _loop.Pass(9 * Second);
        Assert.Equal(["b", "a"], _expired);
    }

    [Fact]
    public void What_is_removed_does_not_expire()
    {
        var entries = Array.ConvertAll<string, ExpiryEntry<string>>(["a", "b", "c", "d"], static name => new(name));
        Array.ForEach(entries, _list.Add);
        _list.Remove(entries[0]);
        _list.Remove(entries[2]);
        _list.Remove(entries[2]);
        Assert.Equal("b", _list.First);
        _list.Remove(entries[3]);
        Assert.Equal(1, _list.Count);
        _loop.Pass(20 * Second);
        Assert.Equal(["b"], _expired);
        _list.Add(entries[0]);
        _loop.Pass(10 * Second);
        Assert.Equal(["b", "a"], _expired);
    }

    [Fact]
    public void An_entry_of_another_list_is_left_alone()
    {
        var other = new ExpiryList<string>(_loop.Timers, Second, _expired.Add);
        var entry = new ExpiryEntry<string>("a");
        other.Add(entry);
        _list.Remove(entry);
        Assert.Equal((0, 1), (_list.Count, other.Count));
    }
}
