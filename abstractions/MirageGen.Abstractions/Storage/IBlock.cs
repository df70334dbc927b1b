namespace MirageGen;

/// <summary>BLOCK: a disk of equal sectors.</summary>
/// <remarks>
/// Buffers belong to the device from the call until the task completes. A transfer is in sectors: lengths are multiples
/// of <see cref="SectorBytes"/>, and a buffer aligned to <see cref="AlignmentBytes"/> is transferred in place where the
/// device can; any other is copied. Requests may complete in any order; two that overlap are the caller's to order.
/// </remarks>
public interface IBlock
{
    /// <summary>Octets of a sector: 512 or 4096.</summary>
    int SectorBytes { get; }

    /// <summary>How many sectors there are.</summary>
    long SectorCount { get; }

    /// <summary>Whether writes are refused.</summary>
    bool IsReadOnly { get; }

    /// <summary>The alignment in memory at which a buffer need not be copied; a power of two.</summary>
    int AlignmentBytes { get; }

    /// <summary>Reads consecutive sectors into buffers, one after the other.</summary>
    /// <exception cref="DeviceException">The range is outside the disk, or the disk fails.</exception>
    ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default);

    /// <summary>
    /// Writes consecutive sectors from buffers. A sector is written whole or not at all; a write of several may be torn
    /// by a failure, at a sector's edge.
    /// </summary>
    /// <exception cref="DeviceException">The disk is read-only, the range is outside, or the disk fails.</exception>
    ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default);

    /// <summary>
    /// Completes when every write that completed before the call is on stable storage, so that it survives a loss of
    /// power. Says nothing about writes still under way.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellation = default);

    /// <summary>Says that the content of sectors is no longer needed; what a read finds there afterwards is undefined.</summary>
    ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default);

    /// <summary>Reads consecutive sectors into one buffer.</summary>
    ValueTask ReadAsync(long sector, Memory<byte> buffer, CancellationToken cancellation = default) =>
        ReadAsync(sector, [buffer], cancellation);

    /// <summary>Writes consecutive sectors from one buffer.</summary>
    ValueTask WriteAsync(long sector, ReadOnlyMemory<byte> buffer, CancellationToken cancellation = default) =>
        WriteAsync(sector, [buffer], cancellation);
}
