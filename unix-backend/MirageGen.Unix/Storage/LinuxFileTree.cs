using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>A tree of files on Linux: every path is walked from the root's descriptor, one segment at a time.</summary>
internal sealed unsafe class LinuxFileTree : FileTree
{
    private const uint NewFileMode = 0x1B6;

    private readonly int _root;
    private readonly ChangedDirectories _changed = new();
    private long _lastModified;
    private int _hasLookedForLeftovers;
    private bool _isDisposed;

    private LinuxFileTree(string directory, int root)
        : base(directory) => _root = root;

    ~LinuxFileTree() => Dispose(disposing: false);

    /// <inheritdoc cref="FileTree.Open"/>
    public static new LinuxFileTree Open(string directory)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(directory + '\0');
        fixed (byte* first = name)
        {
            var root = Libc.OpenAt(Libc.CurrentDirectory, first, Libc.OpenReadOnly | Libc.OpenDirectory | Libc.CloseOnExec, 0);
            return root >= 0 ? new(directory, root) : throw NoDirectory(directory, Errno.Last);
        }
    }

    /// <inheritdoc/>
    public override FileFacts Find(Key key)
    {
        FileStatus status;
        int error;
        if (key.IsRoot)
        {
            error = LinuxFile.Status(_root, out status);
        }
        else if (IsOwn(key))
        {
            return default;
        }
        else
        {
            using var path = LinuxPath.Above(_root, key);
            error = path.Status(out status);
        }

        return error == 0 ? LinuxFile.Facts(status) : LinuxFile.IsAbsence(error) ? default : throw Failure("look at", key, error);
    }

    /// <inheritdoc/>
    public override bool TryGetNow(Key key, int mostBytes, out byte[]? value)
    {
        using var file = OpenValue(key, out var facts);
        value = null;
        if (file.IsNone)
        {
            return true;
        }

        if (facts.Size > mostBytes)
        {
            return false;
        }

        value = facts.Size == 0 ? [] : GC.AllocateUninitializedArray<byte>((int)facts.Size);
        return file.TryReadNow(0, value) == value.Length;
    }

    /// <inheritdoc/>
    public override byte[]? Get(Key key)
    {
        using var file = OpenValue(key, out var facts);
        if (file.IsNone)
        {
            return null;
        }

        if (facts.Size > Array.MaxLength)
        {
            throw Failure("get", key, $"it has {facts.Size} octets, more than can be handed out whole");
        }

        var value = GC.AllocateUninitializedArray<byte>((int)facts.Size);
        var count = file.Read(0, value, out var error);
        return error != 0 ? throw Failure("read", key, error) : count == value.Length ? value : value[..count];
    }

    /// <inheritdoc/>
    public override int TryReadNow(Key key, long offset, Span<byte> destination)
    {
        using var file = OpenValue(key, out var facts);
        var expected = (int)Math.Min(destination.Length, Math.Max(0, facts.Size - offset));
        return expected == 0 ? 0 : file.TryReadNow(offset, destination[..expected]) == expected ? expected : -1;
    }

    /// <inheritdoc/>
    public override int Read(Key key, long offset, Span<byte> destination)
    {
        using var file = OpenValue(key, out _);
        if (file.IsNone)
        {
            return 0;
        }

        var count = file.Read(offset, destination, out var error);
        return error == 0 ? count : throw Failure("read", key, error);
    }

    /// <inheritdoc/>
    public override List<KeyEntry> List(Key key)
    {
        var entries = new List<KeyEntry>();
        var found = new List<(string Name, KeyKind Kind)>();
        var error = OpenDirectory(key, out var descriptor);
        error = error == 0 ? LinuxDirectory.Read(descriptor, found) : LinuxFile.IsAbsence(error) ? 0 : error;
        if (error != 0)
        {
            throw Failure("list", key, error);
        }

        foreach (var (name, kind) in found)
        {
            if (kind != KeyKind.None && !IsOwnName(name) && Key.TryParse($"{key.Path}/{name}", out var child) && child.Name.SequenceEqual(name))
            {
                entries.Add(new(child, kind));
            }
        }

        entries.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return entries;
    }

    /// <inheritdoc/>
    public override string Prepare(Key key, ReadOnlySpan<byte> value)
    {
        CheckMayWrite(key);
        RemoveLeftovers();
        var temporary = NewTemporaryName();
        var path = LinuxPath.Within(_root, temporary);
        using var file = new LinuxFile(path.Open(Libc.OpenWriteOnly | Libc.OpenCreate | Libc.OpenExclusively, NewFileMode));
        var error = file.IsNone ? Errno.Last : file.WriteWhole(value, NextModified());
        if (error == 0)
        {
            return temporary;
        }

        _ = path.Unlink();
        throw Failure("set", key, error);
    }

    /// <inheritdoc/>
    public override void Commit(Key key, string temporary)
    {
        using var path = LinuxPath.Above(_root, key, NoteMade);
        var prepared = LinuxPath.Within(_root, temporary);
        var error = path.Directory < 0 ? path.Error : prepared.Rename(path) < 0 ? Errno.Last : 0;
        if (error != 0)
        {
            _ = prepared.Unlink();
            throw Failure("set", key, error);
        }

        _changed.Add(key.Parent);
    }

    /// <inheritdoc/>
    public override void Abandon(string temporary) => _ = LinuxPath.Within(_root, temporary).Unlink();

    /// <inheritdoc/>
    public override void Remove(Key key)
    {
        CheckMayWrite(key);
        var kind = Find(key).Kind;
        if (kind == KeyKind.None)
        {
            return;
        }

        using var path = LinuxPath.Above(_root, key);
        _changed.Add(key.Parent);
        if (kind == KeyKind.Value)
        {
            Check(path.Unlink() < 0, "remove", key);
            return;
        }

        // Gone from the reader's sight at once, then taken apart.
        var temporary = NewTemporaryName();
        Check(path.Rename(LinuxPath.Within(_root, temporary)) < 0, "remove", key);
        var error = LinuxDirectory.DeleteWhole(_root, temporary);
        if (error != 0)
        {
            throw Failure("remove", key, error);
        }
    }

    /// <inheritdoc/>
    public override void Rename(Key from, Key to)
    {
        CheckMayWrite(from);
        CheckMayWrite(to);
        var kind = Find(from).Kind;
        if (kind == KeyKind.None || to.IsWithin(from))
        {
            throw Failure("rename", from, kind == KeyKind.None ? "there is nothing under it" : $"'{to}' lies within it");
        }

        using var source = LinuxPath.Above(_root, from);
        using var target = LinuxPath.Above(_root, to, NoteMade);
        _changed.Add(from.Parent);
        _changed.Add(to.Parent);
        if (kind == KeyKind.Dictionary && Find(to).Kind == KeyKind.Value)
        {
            // The system would not put a directory in a file's place.
            Check(target.Unlink() < 0, "rename", from);
        }

        if (target.Directory < 0)
        {
            throw Failure("rename", from, target.Error);
        }

        Check(source.Rename(target) < 0, "rename", from);
    }

    /// <inheritdoc/>
    public override void Flush() => _changed.Flush(_root, Directory);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _ = Libc.Close(_root);
        }
    }

    private void NoteMade(Key directory) => _changed.Add(directory.Parent);

    // Once, before the first write.
    private void RemoveLeftovers()
    {
        if (Interlocked.Exchange(ref _hasLookedForLeftovers, 1) != 0)
        {
            return;
        }

        var found = new List<(string Name, KeyKind Kind)>();
        if (OpenDirectory(Key.Root, out var descriptor) == 0 && LinuxDirectory.Read(descriptor, found) == 0)
        {
            foreach (var (name, _) in found.Where(static entry => IsOwnName(entry.Name)))
            {
                if (LinuxPath.Within(_root, name).Status(out var status) == 0 && DateTimeOffset.UtcNow - status.Changed.Time > LeftoverAge)
                {
                    _ = LinuxDirectory.DeleteWhole(_root, name);
                }
            }
        }
    }

    private static DeviceException NoDirectory(string directory, int error) => new(error switch
    {
        Errno.NoEntry => $"directory '{directory}' does not exist",
        Errno.NotDirectory => $"'{directory}' is not a directory",
        _ => $"cannot open directory '{directory}': {Errno.Text(error)}",
    });

    private LinuxFile OpenValue(Key key, out FileFacts facts)
    {
        facts = default;
        if (key.IsRoot || IsOwn(key))
        {
            return LinuxFile.None;
        }

        using var path = LinuxPath.Above(_root, key);

        // Without O_NONBLOCK the opening of a FIFO would wait for its writer.
        var descriptor = path.Open(Libc.OpenReadOnly | Libc.OpenNonBlocking);
        if (descriptor < 0)
        {
            var error = path.Directory < 0 ? path.Error : Errno.Last;
            return LinuxFile.IsAbsence(error) ? LinuxFile.None : throw Failure("open", key, error);
        }

        var file = new LinuxFile(descriptor);
        facts = LinuxFile.Status(descriptor, out var status) == 0 ? LinuxFile.Facts(status) : default;
        if (facts.Kind != KeyKind.Value)
        {
            file.Dispose();
            facts = default;
            return LinuxFile.None;
        }

        return file;
    }

    // Zero, or why there is none.
    private int OpenDirectory(Key key, out int descriptor)
    {
        descriptor = -1;
        if (IsOwn(key))
        {
            return Errno.NoEntry;
        }

        using var path = key.IsRoot ? LinuxPath.Within(_root, ".") : LinuxPath.Above(_root, key);
        descriptor = path.Open(Libc.OpenDirectory);
        return descriptor >= 0 ? 0 : path.Directory < 0 ? path.Error : Errno.Last;
    }

    private void CheckMayWrite(Key key)
    {
        if (key.IsRoot || IsOwn(key))
        {
            throw Failure("write", key, key.IsRoot ? "it is the store itself" : $"names that begin with {OwnPrefix} are the store's own");
        }
    }

    private void Check(bool failed, string verb, Key key)
    {
        if (failed)
        {
            throw Failure(verb, key, Errno.Last);
        }
    }

    private DeviceException Failure(string verb, Key key, int error) => Failure(verb, key, error switch
    {
        Errno.IsDirectory => "it is a dictionary",
        Errno.NotDirectory => "what lies above it is no dictionary",
        Errno.TooManyLinks => "a symbolic link is in the way",
        Errno.NotEmpty or Errno.Exists => "there is a dictionary in its place",
        _ => Errno.Text(error),
    });

    // Later than any before, so that no two states of a value have the same facts.
    private TimeSpec NextModified()
    {
        long last, next;
        do
        {
            last = Interlocked.Read(ref _lastModified);
            next = Math.Max(last + 1, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks);
        }
        while (Interlocked.CompareExchange(ref _lastModified, next, last) != last);

        return new(TimeSpan.FromTicks(next));
    }
}
