namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A disk in an array, which allocates nothing. Discarded sectors become rubbish.</summary>
internal sealed class ArrayMedium(long sectors) : IMedium
{
    private const int SectorOctets = 512;

    public byte[] Octets { get; } = new byte[sectors * SectorOctets];

    public int Flushes { get; private set; }

    public void Read(long sector, Span<byte> octets) => Octets.AsSpan((int)sector * SectorOctets, octets.Length).CopyTo(octets);

    public void Write(long sector, ReadOnlySpan<byte> octets) => octets.CopyTo(Octets.AsSpan((int)sector * SectorOctets));

    public void Flush() => Flushes++;

    public void Discard(long sector, long count) => Octets.AsSpan((int)sector * SectorOctets, (int)count * SectorOctets).Fill(0xdd);
}
