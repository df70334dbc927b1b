namespace MirageGen.Unix.Storage;

/// <summary>
/// A tree of files on other systems, over .NET's own calls. A path is looked at segment by segment before it is used, so a
/// symbolic link that another process puts there in that very moment is followed.
/// </summary>
internal sealed class PortableFileTree : FileTree
{
    private readonly DirectoryInfo _root;
    private int _hasLookedForLeftovers;

    public PortableFileTree(string directory)
        : base(directory)
    {
        _root = new DirectoryInfo(directory);
        if (!_root.Exists)
        {
            throw new DeviceException(
                File.Exists(directory) ? $"'{directory}' is not a directory" : $"directory '{directory}' does not exist");
        }
    }

    /// <inheritdoc/>
    public override FileFacts Find(Key key) => Look(key) switch
    {
        FileInfo file => new(KeyKind.Value, file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc.Ticks, 0),
        DirectoryInfo directory => new(KeyKind.Dictionary, 0, directory.LastWriteTimeUtc, directory.CreationTimeUtc.Ticks, 0),
        _ => default,
    };

    /// <inheritdoc/>
    public override bool TryGetNow(Key key, int mostBytes, out byte[]? value)
    {
        value = null;
        return false;
    }

    /// <inheritdoc/>
    public override byte[]? Get(Key key) =>
        Try("read", key, () => Look(key) is FileInfo file ? File.ReadAllBytes(file.FullName) : null);

    /// <inheritdoc/>
    public override int TryReadNow(Key key, long offset, Span<byte> destination) => -1;

    /// <inheritdoc/>
    public override int Read(Key key, long offset, Span<byte> destination)
    {
        try
        {
            if (Look(key) is not FileInfo file)
            {
                return 0;
            }

            using var handle = File.OpenHandle(file.FullName);
            var done = 0;
            int count;
            while ((count = RandomAccess.Read(handle, destination[done..], offset + done)) > 0)
            {
                done += count;
            }

            return done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure("read", key, error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override List<KeyEntry> List(Key key) => Try("list", key, () =>
    {
        var entries = new List<KeyEntry>();
        if (Look(key) is DirectoryInfo directory)
        {
            foreach (var item in directory.EnumerateFileSystemInfos().Where(static item => !IsOwnName(item.Name)))
            {
                if (Key.TryParse($"{key.Path}/{item.Name}", out var child) && child.Name.SequenceEqual(item.Name)
                    && Find(child).Kind is not KeyKind.None and var kind)
                {
                    entries.Add(new(child, kind));
                }
            }
        }

        entries.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return entries;
    });

    /// <inheritdoc/>
    public override string Prepare(Key key, ReadOnlySpan<byte> value)
    {
        CheckMayWrite(key);
        RemoveLeftovers();
        var temporary = NewTemporaryName();
        var path = Path.Combine(_root.FullName, temporary);
        try
        {
            using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(handle, value, 0);
            RandomAccess.FlushToDisk(handle);
            return temporary;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw Failure("set", key, error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Commit(Key key, string temporary) => Try("set", key, () =>
    {
        var prepared = Path.Combine(_root.FullName, temporary);
        try
        {
            File.Move(prepared, Path.Combine(DirectoryAbove(key), key.Name.ToString()), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(prepared);
            throw;
        }

        return 0;
    });

    /// <inheritdoc/>
    public override void Abandon(string temporary) => File.Delete(Path.Combine(_root.FullName, temporary));

    /// <inheritdoc/>
    public override void Remove(Key key) => Try("remove", key, () =>
    {
        CheckMayWrite(key);
        if (Look(key) is DirectoryInfo directory)
        {
            directory.Delete(recursive: true);
        }
        else
        {
            Look(key)?.Delete();
        }

        return 0;
    });

    /// <inheritdoc/>
    public override void Rename(Key from, Key to) => Try("rename", from, () =>
    {
        CheckMayWrite(from);
        CheckMayWrite(to);
        var source = to.IsWithin(from) ? throw Failure("rename", from, $"'{to}' lies within it") : Look(from);
        var target = Path.Combine(DirectoryAbove(to), to.Name.ToString());
        switch (source)
        {
            case FileInfo file:
                file.MoveTo(target, overwrite: true);
                break;
            case DirectoryInfo directory:
                File.Delete(target);
                directory.MoveTo(target);
                break;
            default:
                throw Failure("rename", from, "there is nothing under it");
        }

        return 0;
    });

    /// <inheritdoc/>
    public override void Flush()
    {
        // Contents are flushed when they are written; .NET has no way to flush a directory.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    // Once, before the first write.
    private void RemoveLeftovers()
    {
        if (Interlocked.Exchange(ref _hasLookedForLeftovers, 1) != 0)
        {
            return;
        }

        foreach (var file in _root.EnumerateFiles(OwnPrefix + "*").Where(static file => DateTime.UtcNow - file.LastWriteTimeUtc > LeftoverAge))
        {
            file.Delete();
        }
    }

    // What lies under a key: null when there is nothing, or a symbolic link on the way.
    private FileSystemInfo? Look(Key key)
    {
        var full = _root.FullName;
        FileSystemInfo? found = _root;
        if (IsOwn(key))
        {
            return null;
        }

        foreach (var segment in key.IsRoot ? [] : key.Path.Split('/'))
        {
            full = Path.Combine(full, segment);
            found = PlainDirectory(full) ?? (FileSystemInfo?)PlainFile(full);
            if (found is null)
            {
                return null;
            }
        }

        return found;
    }

    private static DirectoryInfo? PlainDirectory(string path) =>
        new DirectoryInfo(path) is { Exists: true, LinkTarget: null } directory ? directory : null;

    private static FileInfo? PlainFile(string path) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } file && (file.Attributes & FileAttributes.Device) == 0 ? file : null;

    private string DirectoryAbove(Key key)
    {
        var full = _root.FullName;
        foreach (var segment in key.Parent.IsRoot ? [] : key.Parent.Path.Split('/'))
        {
            full = Path.Combine(full, segment);
            if (PlainDirectory(full) is null)
            {
                if (Path.Exists(full) || new FileInfo(full).LinkTarget is not null)
                {
                    throw Failure("set", key, "what lies above it is no dictionary");
                }

                _ = System.IO.Directory.CreateDirectory(full);
            }
        }

        return full;
    }

    private T Try<T>(string verb, Key key, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is (IOException and not DeviceException) or UnauthorizedAccessException)
        {
            throw Failure(verb, key, error.Message, error);
        }
    }

    private void CheckMayWrite(Key key)
    {
        if (key.IsRoot || IsOwn(key))
        {
            throw Failure("write", key, key.IsRoot ? "it is the store itself" : $"names that begin with {OwnPrefix} are the store's own");
        }
    }
}
