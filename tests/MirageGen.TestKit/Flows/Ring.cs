namespace MirageGen.TestKit;

/// <summary>A queue whose ends can be changed in place; grows, and allocates nothing once it is large enough.</summary>
internal sealed class Ring<T>
{
    private T[] _items = new T[8];
    private int _head;

    public int Count { get; private set; }

    public ref T First => ref _items[_head];

    public ref T Last => ref _items[(_head + Count - 1) & (_items.Length - 1)];

    public void Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        Count++;
        Last = item;
    }

    public T Take()
    {
        var item = First;
        First = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    private void Grow()
    {
        var larger = new T[_items.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _items[(_head + i) & (_items.Length - 1)];
        }

        _items = larger;
        _head = 0;
    }
}
