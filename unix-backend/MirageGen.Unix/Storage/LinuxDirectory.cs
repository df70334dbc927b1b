using System.Runtime.InteropServices;
using System.Text;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Storage;

/// <summary>Reading and taking apart an open directory on Linux.</summary>
internal static unsafe class LinuxDirectory
{
    // struct dirent of readdir(3) where a long has 64 bits: inode, offset, length, type, name.
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte TypeUnknown = 0;
    private const byte TypeDirectory = 4;
    private const byte TypeRegular = 8;

    private const int AtEnd = -1;

    // Deeper than any key can go.
    private const int MostLevels = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Finds every entry whose name is UTF-8, but <c>.</c> and <c>..</c>.</summary>
    /// <param name="descriptor">Of the directory; closed here.</param>
    /// <param name="entries">Where they are added.</param>
    /// <returns>Zero, or the error that stopped it.</returns>
    public static int Read(int descriptor, List<(string Name, KeyKind Kind)> entries) => Visit(descriptor, (directory, name, type) =>
    {
        if (TryDecode(name) is { } text)
        {
            entries.Add((text, KindOf(directory, name, type)));
        }

        return 0;
    });

    /// <summary>Deletes a file, or a directory with everything in it; never what a symbolic link leads to.</summary>
    /// <param name="parent">The directory it lies in.</param>
    /// <param name="name">Its name there.</param>
    /// <returns>Zero, or the error that stopped it.</returns>
    public static int DeleteWhole(int parent, string name)
    {
        var octets = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* first = octets)
        {
            return Delete(parent, first, level: 0);
        }
    }

    private static int Delete(int parent, byte* name, int level)
    {
        if (Libc.UnlinkAt(parent, name, 0) == 0)
        {
            return 0;
        }

        if (level > MostLevels)
        {
            return Errno.TooManyLinks;
        }

        var directory = Libc.OpenAt(parent, name, Libc.OpenDirectory | Libc.OpenNoFollow | Libc.CloseOnExec, 0);
        return directory < 0 ? Errno.Last
            : Visit(directory, (inside, entry, _) => Delete(inside, entry, level + 1)) is not 0 and var error ? error
            : Libc.UnlinkAt(parent, name, Libc.RemoveDirectory) < 0 ? Errno.Last
            : 0;
    }

    private static int Visit(int descriptor, Visitor visitor)
    {
        var stream = Libc.OpenDirectoryStream(descriptor);
        if (stream == 0)
        {
            var failure = Errno.Last;
            _ = Libc.Close(descriptor);
            return failure;
        }

        int error;
        do
        {
            // The end and an error are told apart by errno alone.
            Marshal.SetLastSystemError(0);
            var entry = Libc.ReadDirectory(stream);
            error = entry is not null ? VisitEntry(descriptor, entry, visitor) : Errno.Last is not 0 and var failed ? failed : AtEnd;
        }
        while (error == 0);

        _ = Libc.CloseDirectory(stream);
        return error == AtEnd ? 0 : error;
    }

    private static int VisitEntry(int descriptor, byte* entry, Visitor visitor)
    {
        var name = entry + NameOffset;
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).IsDot() ? 0 : visitor(descriptor, name, entry[TypeOffset]);
    }

    private static bool IsDot(this ReadOnlySpan<byte> name) => name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);

    private static KeyKind KindOf(int directory, byte* name, byte type)
    {
        if (type != TypeUnknown)
        {
            return type == TypeRegular ? KeyKind.Value : type == TypeDirectory ? KeyKind.Dictionary : KeyKind.None;
        }

        FileStatus status = default;
        return Libc.Status(directory, name, Libc.NoFollow, Libc.BasicStatus, &status) == 0 ? LinuxFile.Facts(status).Kind : KeyKind.None;
    }

    private static string? TryDecode(byte* name)
    {
        try
        {
            return Strict.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        }
        catch (DecoderFallbackException)
        {
            // No key can name it.
            return null;
        }
    }

    private delegate int Visitor(int directory, byte* name, byte type);
}
