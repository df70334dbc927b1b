using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace MirageGen.Http;

/// <summary>
/// Finds what is mapped at a path without parameters, by the path's octets: an open hash table that never has to make a
/// string. Only the program adds to it, so nobody outside can choose keys that collide.
/// </summary>
internal sealed class PathTable
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    public int Count => _count;

    public bool TryFind(ReadOnlySpan<byte> path, [NotNullWhen(true)] out RouteSet? routes)
    {
        var entries = _entries;
        var hash = Hash(path);
        for (var i = (int)hash & (entries.Length - 1); ; i = (i + 1) & (entries.Length - 1))
        {
            ref readonly var entry = ref entries[i];
            routes = entry.Routes;
            if (routes is null)
            {
                return false;
            }

            if (entry.Hash == hash && path.SequenceEqual(entry.Path))
            {
                return true;
            }
        }
    }

    /// <summary>The routes of a path, made when there are none.</summary>
    public RouteSet GetOrAdd(ReadOnlySpan<byte> path)
    {
        if (TryFind(path, out var routes))
        {
            return routes;
        }

        if ((_count + 1) * 2 > _entries.Length)
        {
            Grow();
        }

        routes = new();
        Place(_entries, new(Hash(path), path.ToArray(), routes));
        _count++;
        return routes;
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        foreach (var entry in _entries)
        {
            if (entry.Routes is not null)
            {
                Place(larger, entry);
            }
        }

        _entries = larger;
    }

    private static void Place(Entry[] entries, in Entry entry)
    {
        var i = (int)entry.Hash & (entries.Length - 1);
        while (entries[i].Routes is not null)
        {
            i = (i + 1) & (entries.Length - 1);
        }

        entries[i] = entry;
    }

    private static uint Hash(ReadOnlySpan<byte> path)
    {
        // Eight octets at a time, multiplied and folded: the quality of a table of names, not of a cipher.
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)path.Length;
        while (path.Length >= sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(path)) * Multiplier;
            hash ^= hash >> 32;
            path = path[sizeof(ulong)..];
        }

        foreach (var octet in path)
        {
            hash = (hash ^ octet) * Multiplier;
            hash ^= hash >> 29;
        }

        return (uint)(hash ^ (hash >> 32));
    }

    private readonly record struct Entry(uint Hash, byte[] Path, RouteSet? Routes);
}
