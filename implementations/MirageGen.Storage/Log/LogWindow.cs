namespace MirageGen.Storage.Log;

/// <summary>Reads a half from its beginning on, in pieces of 64 kB.</summary>
internal sealed class LogWindow(IBlock block, DiskPlan plan, LogHalf half)
{
    private const int Bytes = 64 * 1024;

    /// <summary>The most octets that can be asked for.</summary>
    public const int MostBytes = Bytes - LogLayout.Alignment;

    private readonly byte[] _octets = new byte[Bytes];
    private long _start;
    private int _length;

    /// <summary>Consecutive octets.</summary>
    /// <param name="offset">Counted from the half's start.</param>
    /// <param name="count">At most <see cref="MostBytes"/>, all within the half.</param>
    /// <returns>What is valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(long offset, int count)
    {
        if (offset < _start || offset + count > _start + _length)
        {
            _start = offset / plan.SectorBytes * plan.SectorBytes;
            var length = (int)Math.Min(Bytes, plan.HalfOctets - _start);
            _length = 0;
            await block.ReadAsync(half.StartSector + (_start / plan.SectorBytes), _octets.AsMemory(0, length), CancellationToken.None);
            _length = length;
        }

        return _octets.AsMemory((int)(offset - _start), count);
    }
}
