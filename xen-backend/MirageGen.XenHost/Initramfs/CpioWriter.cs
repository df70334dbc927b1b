using System.Globalization;
using System.Text;

namespace MirageGen.XenHost.Initramfs;

/// <summary>
/// Writes a cpio archive in the format that Linux unpacks as its first root file system: "newc", an ASCII header, then
/// name and content, each padded to four octets (Linux, Documentation/driver-api/early-userspace/buffer-format.rst).
/// </summary>
/// <param name="output">Left open; it receives the same octets for the same entries.</param>
internal sealed class CpioWriter(Stream output)
{
    private const uint Folder = 0x4000;
    private const uint Regular = 0x8000;
    private const uint SymbolicLink = 0xa000;

    private readonly HashSet<string> _folders = [string.Empty];
    private uint _inode;
    private long _written;

    /// <summary>Adds a folder, and those above it, once.</summary>
    /// <param name="path">Without a slash in front.</param>
    public void AddFolder(string path)
    {
        if (_folders.Contains(path))
        {
            return;
        }

        AddFolder(Parent(path));
        _folders.Add(path);
        Write(path, Folder | 0b111_101_101, []);
    }

    /// <summary>Adds a file that everyone may read and run.</summary>
    public void AddFile(string path, ReadOnlySpan<byte> content)
    {
        AddFolder(Parent(path));
        Write(path, Regular | 0b111_101_101, content);
    }

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string path, string target)
    {
        AddFolder(Parent(path));
        Write(path, SymbolicLink | 0b111_111_111, Encoding.UTF8.GetBytes(target));
    }

    /// <summary>Writes what says that nothing follows.</summary>
    public void Complete() => Write("TRAILER!!!", 0, []);

    private static string Parent(string path) => Path.GetDirectoryName(path) ?? string.Empty;

    private void Write(string name, uint mode, ReadOnlySpan<byte> content)
    {
        var nameOctets = Encoding.UTF8.GetBytes(name + '\0');

        // Inode, mode, uid, gid, links, time, length, device, special device, length of the name, no checksum.
        uint[] fields = [++_inode, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, 0, 0, (uint)nameOctets.Length, 0];
        Put(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("X8", CultureInfo.InvariantCulture)))));
        Put(nameOctets);
        Pad();
        Put(content);
        Pad();
    }

    private void Put(ReadOnlySpan<byte> octets)
    {
        output.Write(octets);
        _written += octets.Length;
    }

    private void Pad() => Put("\0\0\0"u8[..(int)(-_written & 3)]);
}
