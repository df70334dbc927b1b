using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>
/// The directories in which names have changed since the last flush: a file's content is safe before it gets its name,
/// the name only when its directory is. Thread-safe.
/// </summary>
internal sealed class ChangedDirectories
{
    // When there are more, the whole file system is flushed instead.
    private const int Most = 1024;

    private readonly Lock _gate = new();
    private HashSet<Key> _keys = [];
    private bool _isEverything;

    public void Add(Key directory)
    {
        lock (_gate)
        {
            _isEverything |= _keys.Count >= Most;
            if (!_isEverything)
            {
                _ = _keys.Add(directory);
            }
        }
    }

    /// <summary>Makes them safe.</summary>
    /// <exception cref="DeviceException">The disk fails.</exception>
    public void Flush(int root, string directory)
    {
        HashSet<Key> keys;
        bool isEverything;
        lock (_gate)
        {
            (keys, isEverything) = (_keys, _isEverything);
            (_keys, _isEverything) = ([], false);
        }

        var error = isEverything ? (Libc.SyncFileSystem(root) < 0 ? Errno.Last : 0) : Sync(root, keys);
        if (error != 0)
        {
            lock (_gate)
            {
                _isEverything = true;
            }

            throw new DeviceException($"cannot flush directory '{directory}': {Errno.Text(error)}");
        }
    }

    private static int Sync(int root, HashSet<Key> keys)
    {
        foreach (var key in keys)
        {
            using var path = key.IsRoot ? default : LinuxPath.Above(root, key);
            var descriptor = key.IsRoot ? root : path.Open(Libc.OpenDirectory);
            if (descriptor < 0)
            {
                // Removed since: then the directory above it is among them.
                continue;
            }

            var error = Libc.Sync(descriptor) < 0 ? Errno.Last : 0;
            _ = key.IsRoot ? 0 : Libc.Close(descriptor);
            if (error != 0)
            {
                return error;
            }
        }

        return 0;
    }
}
