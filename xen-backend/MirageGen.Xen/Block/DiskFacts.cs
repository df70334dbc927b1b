using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen.Block;

/// <summary>What the other end says of a disk once it has connected.</summary>
/// <param name="SectorBytes">Octets of a sector of the disk: 512 or 4096.</param>
/// <param name="SectorCount">How many it has.</param>
/// <param name="IsReadOnly">Whether writes are refused.</param>
/// <param name="Flush">How what was written becomes stable.</param>
/// <param name="CanDiscard">Whether the other end wants to know what is no longer needed.</param>
/// <param name="DiscardGranularity">Octets of what can be discarded singly.</param>
/// <param name="DiscardAlignment">Octets before the first such unit.</param>
/// <param name="MostSegments">Pieces of pages of a request.</param>
internal sealed record DiskFacts(
    int SectorBytes,
    long SectorCount,
    bool IsReadOnly,
    FlushMeans Flush,
    bool CanDiscard,
    long DiscardGranularity,
    long DiscardAlignment,
    int MostSegments)
{
    /// <summary>
    /// The most pieces of pages that a request is given, though other ends take 256: the memory of a connection is enough for five
    /// such requests, so that one is made while others are served.
    /// </summary>
    public const int MostIndirectSegments = 64;

    // Four exbioctets: sums of offsets stay well within what a number holds.
    private const ulong MostSectors = 1UL << 53;

    /// <summary>The most octets of a request.</summary>
    public int MostOctets => MostSegments * PageLayout.PageOctets;

    /// <summary>Reads and judges it.</summary>
    /// <exception cref="DeviceException">There cannot be such a disk, or not for us.</exception>
    public static DiskFacts From(BackendFeatures features, string disk)
    {
        var size = features.Number("sector-size") ?? BlockWire.SectorOctets;
        if (size is not (512 or 4096))
        {
            throw new DeviceException($"the disk {disk} has sectors of {size} octets; only those of 512 and 4096 can be used");
        }

        // In units of 512 octets, whatever the disk's own sectors have: so has every other end in use, and so Xen's header says by now.
        var sectors = features.Number("sectors")
            ?? throw new DeviceException($"the disk {disk} has no size: its other end does not say how many sectors there are");
        if (sectors > MostSectors)
        {
            throw new DeviceException($"the disk {disk} cannot have {sectors} sectors, as its other end says");
        }

        var segments = features.Number("feature-max-indirect-segments") ?? 0;
        return new(
            (int)size,
            (long)sectors / ((int)size / BlockWire.SectorOctets),
            ((features.Number("info") ?? 0) & BlockWire.ReadOnly) != 0,
            FlushOf(features),
            features.Has("feature-discard"),
            Bounded(features.Number("discard-granularity"), (long)size),
            Bounded(features.Number("discard-alignment"), 0),
            (int)Math.Clamp(segments, BlockWire.DirectSegments, MostIndirectSegments));
    }

    /// <summary>Which of some octets are units that can be discarded; none as a rule when there is less than one.</summary>
    public (long Offset, long Octets) Discardable(long offset, long octets)
    {
        var unit = Math.Max(DiscardGranularity, SectorBytes);
        var shift = DiscardAlignment % unit;
        var end = offset + octets;
        var first = shift + ((Math.Max(0, offset - shift) + unit - 1) / unit * unit);
        var last = end < shift ? 0 : shift + ((end - shift) / unit * unit);

        // What is left of the last unit at the end of the disk is one, too.
        last = end == SectorCount * SectorBytes ? end : last;
        return first % SectorBytes == 0 && last % SectorBytes == 0 && first < last ? (first, last - first) : (offset, 0);
    }

    private static FlushMeans FlushOf(BackendFeatures features) =>
        features.Has("feature-flush-cache") ? FlushMeans.Flush
        : features.Has("feature-barrier") ? FlushMeans.Barrier
        : features.Number("feature-flush-cache") is 0 ? FlushMeans.NothingToFlush
        : FlushMeans.Unknown;

    // Units larger than a disk are nonsense that would only make the sums overflow.
    private static long Bounded(ulong? number, long otherwise) => number is <= 1L << 40 ? (long)number : otherwise;
}
