namespace MirageGen.Xen.Drivers.Tests;

/// <summary>What a blkback keeps a disk on. Everything is in units of 512 octets, and completes at once.</summary>
internal interface IMedium
{
    void Read(long sector, Span<byte> octets);

    void Write(long sector, ReadOnlySpan<byte> octets);

    void Flush();

    void Discard(long sector, long count);
}
