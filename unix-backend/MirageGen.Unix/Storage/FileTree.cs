namespace MirageGen.Unix.Storage;

/// <summary>
/// A directory as a tree of keys: the file system's calls, which block, behind keys, which cannot leave the tree. A symbolic
/// link below the root is nothing: it is neither followed nor listed. Thread-safe.
/// </summary>
internal abstract class FileTree : IDisposable
{
    /// <summary>Names that begin so are the store's own: nothing lies under a key that has one.</summary>
    public const string OwnPrefix = ".mirage-";

    /// <summary>What is the store's own and older was left by a failure.</summary>
    protected static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);

    private static int _lastTemporary;

    protected FileTree(string directory) => Directory = directory;

    /// <summary>The root, as it was given.</summary>
    public string Directory { get; }

    /// <summary>Opens a directory.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static FileTree Open(string directory) =>
        OperatingSystem.IsLinux() ? LinuxFileTree.Open(directory) : new PortableFileTree(directory);

    /// <summary>What lies under a key.</summary>
    public abstract FileFacts Find(Key key);

    /// <summary>Reads a value without waiting for a disk.</summary>
    /// <param name="key">Which.</param>
    /// <param name="mostBytes">A larger one is for another thread.</param>
    /// <param name="value">The value; null when there is none.</param>
    /// <returns>False when it is too large, or not in memory: <see cref="Get"/> it.</returns>
    public abstract bool TryGetNow(Key key, int mostBytes, out byte[]? value);

    /// <summary>Reads a value; null when there is none.</summary>
    public abstract byte[]? Get(Key key);

    /// <summary>Reads a part of a value without waiting for a disk; negative when that cannot be.</summary>
    public abstract int TryReadNow(Key key, long offset, Span<byte> destination);

    /// <summary>Reads a part of a value.</summary>
    public abstract int Read(Key key, long offset, Span<byte> destination);

    /// <summary>The keys directly below a dictionary, in ordinal order.</summary>
    public abstract List<KeyEntry> List(Key key);

    /// <summary>Writes a value that is to lie under a key, and has it safe on the disk under a name of the store's own.</summary>
    /// <returns>That name.</returns>
    public abstract string Prepare(Key key, ReadOnlySpan<byte> value);

    /// <summary>Puts a prepared value where it is to lie; if that fails, gives it up.</summary>
    public abstract void Commit(Key key, string temporary);

    /// <summary>Gives a prepared value up.</summary>
    public abstract void Abandon(string temporary);

    /// <summary>Removes what lies under a key.</summary>
    public abstract void Remove(Key key);

    /// <summary>Moves what lies under a key.</summary>
    public abstract void Rename(Key from, Key to);

    /// <summary>Makes every change of the directories safe.</summary>
    public abstract void Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>A name that no other start of any process uses at this time.</summary>
    protected static string NewTemporaryName() =>
        $"{OwnPrefix}{Environment.ProcessId}-{Interlocked.Increment(ref _lastTemporary)}";

    protected static bool IsOwnName(ReadOnlySpan<char> name) => name.StartsWith(OwnPrefix, StringComparison.Ordinal);

    /// <summary>Whether a key names something of the store's own.</summary>
    protected static bool IsOwn(Key key)
    {
        foreach (var segment in key.Path.AsSpan().Split('/'))
        {
            if (IsOwnName(key.Path.AsSpan()[segment]))
            {
                return true;
            }
        }

        return false;
    }

    protected DeviceException Failure(string verb, Key key, string cause, Exception? error = null) =>
        new($"cannot {verb} '{key}' in directory '{Directory}': {cause}", error);
}
