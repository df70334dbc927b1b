using System.Buffers;
using System.Text.Unicode;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>
/// The directory above a key, opened one segment at a time and never through a symbolic link, and the key's last segment
/// as the kernel takes it. Lives on the stack; dispose it.
/// </summary>
internal unsafe ref struct LinuxPath
{
    // NAME_MAX, and the zero at the end.
    private const int NameBytes = 256;

    private fixed byte _name[NameBytes];
    private bool _isOwned;

    /// <summary>The open directory; negative when there is none.</summary>
    public int Directory { get; private set; }

    /// <summary>Why there is none.</summary>
    public int Error { get; private set; }

    /// <summary>Opens the directory above a key.</summary>
    /// <param name="root">The descriptor of the tree's root.</param>
    /// <param name="key">Not the root.</param>
    /// <param name="makes">Whether directories that are missing are made; called with each key made.</param>
    public static LinuxPath Above(int root, Key key, Action<Key>? makes = null)
    {
        var path = new LinuxPath { Directory = root };
        var text = key.Path.AsSpan();
        for (var slash = text.IndexOf('/'); slash >= 0 && path.Directory >= 0; slash = text.IndexOf('/'))
        {
            path.Descend(text[..slash], makes is not null, out var wasMade);
            text = text[(slash + 1)..];
            if (wasMade)
            {
                makes!(Key.Parse(key.Path.AsSpan(0, key.Path.Length - text.Length - 1), null));
            }
        }

        if (path.Directory >= 0 && !path.TrySetName(text))
        {
            path.Leave(Errno.NameTooLong);
        }

        return path;
    }

    /// <summary>Something in an open directory, which stays the caller's.</summary>
    public static LinuxPath Within(int directory, string name)
    {
        var path = new LinuxPath { Directory = directory };
        _ = path.TrySetName(name);
        return path;
    }

    /// <summary>Opens what the last segment names; never a symbolic link.</summary>
    /// <returns>A descriptor, or negative, with <see cref="Errno.Last"/> or <see cref="Error"/> saying why.</returns>
    public readonly int Open(int flags, uint mode = 0)
    {
        if (Directory < 0)
        {
            return -1;
        }

        fixed (byte* name = _name)
        {
            return Libc.OpenAt(Directory, name, flags | Libc.OpenNoFollow | Libc.CloseOnExec, mode);
        }
    }

    /// <summary>What the last segment names.</summary>
    /// <returns>Zero, or why there is nothing.</returns>
    public readonly int Status(out FileStatus status)
    {
        FileStatus found = default;
        var error = Error;
        if (Directory >= 0)
        {
            fixed (byte* name = _name)
            {
                error = Libc.Status(Directory, name, Libc.NoFollow, Libc.BasicStatus, &found) < 0 ? Errno.Last : 0;
            }
        }

        status = found;
        return error;
    }

    /// <summary>Unlinks what the last segment names.</summary>
    public readonly int Unlink(int flags = 0)
    {
        fixed (byte* name = _name)
        {
            return Libc.UnlinkAt(Directory, name, flags);
        }
    }

    /// <summary>Moves what the last segment names.</summary>
    public readonly int Rename(in LinuxPath to)
    {
        fixed (byte* from = _name)
        fixed (byte* other = to._name)
        {
            return Libc.RenameAt(Directory, from, to.Directory, other);
        }
    }

    /// <summary>Something else in the same directory; not to be used after this is disposed.</summary>
    public readonly LinuxPath Beside(string name) => Within(Directory, name);

    public void Dispose()
    {
        if (_isOwned)
        {
            _isOwned = false;
            _ = Libc.Close(Directory);
        }
    }

    private bool TrySetName(scoped ReadOnlySpan<char> segment)
    {
        fixed (byte* name = _name)
        {
            var room = new Span<byte>(name, NameBytes);
            if (Utf8.FromUtf16(segment, room[..^1], out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                return false;
            }

            room[length] = 0;
            return true;
        }
    }

    private void Descend(ReadOnlySpan<char> segment, bool mayMake, out bool wasMade)
    {
        wasMade = false;
        if (!TrySetName(segment))
        {
            Leave(Errno.NameTooLong);
            return;
        }

        var below = Open(Libc.OpenDirectory);
        if (below < 0 && Errno.Last == Errno.NoEntry && mayMake)
        {
            wasMade = TryMake();
            below = Open(Libc.OpenDirectory);
        }

        var error = below < 0 ? Errno.Last : 0;
        Leave(error);
        if (below >= 0)
        {
            Directory = below;
            _isOwned = true;
        }
    }

    private readonly bool TryMake()
    {
        fixed (byte* name = _name)
        {
            return Libc.MakeDirectoryAt(Directory, name, 0x1FF) == 0;
        }
    }

    private void Leave(int error)
    {
        Dispose();
        Directory = -1;
        Error = error;
    }
}
