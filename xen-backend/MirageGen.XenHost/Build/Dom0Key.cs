using System.Security.Cryptography;
using System.Text;
using MirageGen.XenHost.Debian;
using MirageGen.XenHost.Initramfs;

namespace MirageGen.XenHost.Build;

/// <summary>Names a dom0 by what it is made of: the packages, our scripts and the way they are put together.</summary>
internal static class Dom0Key
{
    /// <summary>To be raised when the same packages and scripts are put together in another way.</summary>
    private const string Recipe = "2";

    /// <summary>Short enough for a folder's name; equal for equal parts.</summary>
    public static string Of(IEnumerable<DebianPackage> packages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(Recipe));
        foreach (var package in packages)
        {
            Add(hash, Encoding.UTF8.GetBytes($"{package.FileName} {package.Digest}"));
        }

        foreach (var script in Dom0Scripts.Names)
        {
            Add(hash, Encoding.UTF8.GetBytes(script));
            Add(hash, Dom0Scripts.Read(script));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Adds a part with its length, so that no two lists of parts look alike.</summary>
    private static void Add(IncrementalHash hash, byte[] part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}
