using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>An open file on Linux. Lives on the stack; dispose it.</summary>
internal readonly unsafe ref struct LinuxFile(int descriptor)
{
    /// <summary>No file.</summary>
    public static LinuxFile None => new(-1);

    public bool IsNone => descriptor < 0;

    /// <summary>Whether an error means that there is nothing by that name, rather than that looking failed.</summary>
    public static bool IsAbsence(int error) =>
        error is Errno.NoEntry or Errno.NotDirectory or Errno.TooManyLinks or Errno.NameTooLong or Errno.NoDevice;

    /// <summary>What a descriptor is open on; zero, or the error.</summary>
    public static int Status(int descriptor, out FileStatus status)
    {
        FileStatus found = default;
        byte end = 0;
        var error = Libc.Status(descriptor, &end, Libc.EmptyPath, Libc.BasicStatus, &found) < 0 ? Errno.Last : 0;
        status = found;
        return error;
    }

    public static FileFacts Facts(in FileStatus status)
    {
        var kind = status.IsRegular ? KeyKind.Value : status.IsDirectory ? KeyKind.Dictionary : KeyKind.None;
        return kind == KeyKind.None
            ? default
            : new(kind, status.Size, status.Modified.Time, status.Changed.Time.UtcTicks, status.Inode);
    }

    /// <summary>Reads what is in memory; negative when nothing can be read without waiting for the disk.</summary>
    public int TryReadNow(long offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return 0;
        }

        fixed (byte* first = destination)
        {
            var vector = new IoVector { Base = first, Length = (nuint)destination.Length };
            return (int)Libc.ReadAt2(descriptor, &vector, 1, offset, Libc.NoWait);
        }
    }

    /// <summary>Reads until the destination is full or the file ends.</summary>
    public int Read(long offset, Span<byte> destination, out int error)
    {
        error = 0;
        var done = 0;
        fixed (byte* first = destination)
        {
            while (done < destination.Length)
            {
                var count = Libc.ReadAt(descriptor, first + done, (nuint)(destination.Length - done), offset + done);
                if (count == 0)
                {
                    break;
                }

                if (count > 0)
                {
                    done += (int)count;
                }
                else if (Errno.Last is var failure && failure != Errno.Interrupted)
                {
                    error = failure;
                    break;
                }
            }
        }

        return done;
    }

    /// <summary>Writes a new file's whole content and has it safe on the disk; zero, or the error.</summary>
    public int WriteWhole(ReadOnlySpan<byte> value, TimeSpec modified)
    {
        fixed (byte* first = value)
        {
            for (var done = 0; done < value.Length;)
            {
                var count = Libc.Write(descriptor, first + done, (nuint)(value.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                }
                else if (Errno.Last is var failure && failure != Errno.Interrupted)
                {
                    return failure;
                }
            }
        }

        var times = stackalloc TimeSpec[2] { TimeSpec.Omitted, modified };
        return Libc.SetTimes(descriptor, times) < 0 || Libc.Sync(descriptor) < 0 ? Errno.Last : 0;
    }

    public void Dispose()
    {
        if (descriptor >= 0)
        {
            _ = Libc.Close(descriptor);
        }
    }
}
