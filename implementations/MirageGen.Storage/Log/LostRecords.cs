using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Log;

/// <summary>
/// Tells, at the end of a log, what a crash has left half written from what was safe and has been damaged since: records further
/// on say up to which one all were safe.
/// </summary>
internal static class LostRecords
{
    // A record whose header is damaged hides its length, so that the next one is looked for sector by sector.
    private const long LookedAtBytes = 64 * 1024 * 1024;

    /// <summary>Looks behind the end.</summary>
    /// <exception cref="DeviceException">The record that should be there was safe.</exception>
    public static async Task VerifyAsync(IBlock block, DiskPlan plan, LogEnd end, ILogger log)
    {
        var expected = end.Sequence + 1;
        var isCutOff = false;
        var flushed = end.Header.Flushed;
        var window = new LogWindow(block, plan, end.Half);
        var stop = Math.Min(plan.HalfOctets, end.Position + LookedAtBytes);
        for (var position = end.Position; position < stop && flushed < expected; position += plan.SectorBytes)
        {
            var octets = await window.GetAsync(position, LogLayout.RecordBytes);
            if (RecordHeader.TryRead(octets.Span, out var header) && header.Log == end.Header.Log)
            {
                isCutOff |= header.Sequence >= expected && (header.Writer == end.Writer || header.Previous == end.Writer);
                flushed = Math.Max(flushed, header.Flushed);
            }
        }

        var sector = end.Half.StartSector + (end.Position / plan.SectorBytes);
        if (flushed >= expected)
        {
            throw new DeviceException(
                $"the disk has lost what was safe on it: record {expected} of the store, which begins at sector {sector}, is damaged; bring a copy of the disk back");
        }

        if (isCutOff)
        {
            StoreMessages.CutOff(log, expected, sector);
        }
    }
}
