using Microsoft.Win32.SafeHandles;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>A file, or a block device of the host, as a disk. Every call may wait for the host, so none is made on the loop.</summary>
internal sealed class DiskFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private bool _hasNoHoles;

    private DiskFile(string path, SafeFileHandle handle, long octets)
    {
        _path = path;
        _handle = handle;
        Octets = octets;
    }

    /// <summary>Its size.</summary>
    public long Octets { get; }

    /// <summary>Opens it, for this process alone where it may be written.</summary>
    /// <exception cref="DeviceException">It is not there, not for this process, or used by another one.</exception>
    public static DiskFile Open(string path, bool isReadOnly)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = isReadOnly
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read)
                : File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

            // The status of a block device says nothing of its size; its end does.
            var octets = Libc.Seek((int)handle.DangerousGetHandle(), 0, Libc.SeekEnd);
            return octets >= 0
                ? new(path, handle, octets)
                : throw new IOException(Errno.Text(Errno.Last));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            handle?.Dispose();
            throw new DeviceException($"cannot open the disk '{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads consecutive octets.</summary>
    public void Read(long offset, IReadOnlyList<Memory<byte>> buffers) => Try("read", () =>
    {
        foreach (var buffer in buffers)
        {
            for (var rest = buffer; !rest.IsEmpty;)
            {
                var count = RandomAccess.Read(_handle, rest.Span, offset);
                if (count == 0)
                {
                    throw new IOException($"it ends at {offset} octets, and had {Octets} when it was opened");
                }

                rest = rest[count..];
                offset += count;
            }
        }
    });

    /// <summary>Writes consecutive octets.</summary>
    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> buffers) =>
        Try("write", () => RandomAccess.Write(_handle, buffers, offset));

    /// <summary>Has what was written on the host's disk.</summary>
    public void Flush() => Try("flush", () => RandomAccess.FlushToDisk(_handle));

    /// <summary>Makes a hole, where the host can.</summary>
    public void Discard(long offset, long octets)
    {
        if (!OperatingSystem.IsLinux() || _hasNoHoles)
        {
            return;
        }

        if (Libc.Allocate((int)_handle.DangerousGetHandle(), Libc.PunchHole | Libc.KeepSize, offset, octets) < 0)
        {
            // It was advice; a file system without holes is not asked again.
            _hasNoHoles = Errno.Last is Errno.NotSupported or Errno.NoSystemCall or Errno.Invalid;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Try(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"cannot {what} the disk '{_path}': {error.Message}", error);
        }
    }
}
