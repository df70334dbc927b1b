namespace MirageGen.Xen.Store;

/// <summary>A path whose changes are told until it is disposed.</summary>
internal sealed class StoreWatch(XenStore store, string path, string token, Action changed) : IDisposable
{
    private bool _isOver;

    /// <summary>The path, as it was asked for.</summary>
    public string Path => path;

    /// <summary>What xenstored tells of its changes.</summary>
    public string Token => token;

    /// <summary>Tells of a change.</summary>
    public void Changed()
    {
        if (!_isOver)
        {
            changed();
        }
    }

    /// <summary>Ends the watch where xenstored knows nothing of it, as it was set in another domain.</summary>
    public void Drop()
    {
        _isOver = true;
        store.Drop(this);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _ = store.ForgetAsync(this);
        }
    }
}
