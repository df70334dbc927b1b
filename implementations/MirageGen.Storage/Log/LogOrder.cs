namespace MirageGen.Storage.Log;

/// <summary>The values that are alive, in the order in which the log has them: so it is copied from its beginning to its end.</summary>
internal sealed class LogOrder
{
    private StoredValue? _last;

    public StoredValue? First { get; private set; }

    public void Add(StoredValue value)
    {
        value.Older = _last;
        if (_last is null)
        {
            First = value;
        }
        else
        {
            _last.Newer = value;
        }

        _last = value;
    }

    public void Remove(StoredValue value)
    {
        if (value.Older is null)
        {
            First = value.Newer;
        }
        else
        {
            value.Older.Newer = value.Newer;
        }

        if (value.Newer is null)
        {
            _last = value.Older;
        }
        else
        {
            value.Newer.Older = value.Older;
        }

        value.Older = null;
        value.Newer = null;
    }
}
