using System.Globalization;
using Org.BouncyCastle.Crypto.Digests;

/// <summary>Works on a disk and says what came of it, for tests that look at the same disk from outside.</summary>
[Unikernel(Summary = "Works on a disk and says what came of it")]
public sealed class DiskWork(
    IConsole console,
    IBlock disk,
    IRandom random,
    TimeProvider clock,
    [Argument("What to do")] DiskTask task = DiskTask.Describe,
    [Argument("Transfers under way at a time")] int depth = 8)
{
    private const int PieceOctets = 1 << 20;
    private const int SmallOctets = 4096;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    private readonly byte[] _piece = new byte[PieceOctets];

    private long Octets => disk.SectorCount * disk.SectorBytes;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        Say($"{disk.SectorCount} sectors of {disk.SectorBytes}{(disk.IsReadOnly ? ", read-only" : "")}");
        switch (task)
        {
            case DiskTask.Sum:
                Say($"sum {await SumAsync()}");
                break;
            case DiskTask.Fill:
                await FillAsync(Octets);
                await disk.FlushAsync(CancellationToken.None);
                Say($"sum {await SumAsync()}");
                break;
            case DiskTask.Repeat:
                await RepeatAsync(stop);
                break;
            case DiskTask.Discard:
                await disk.DiscardAsync(0, disk.SectorCount / 2, CancellationToken.None);
                await disk.FlushAsync(CancellationToken.None);
                Say($"discarded");
                break;
            case DiskTask.Measure:
                await MeasureAsync();
                break;
            default:
                break;
        }

        return 0;
    }

    private void Say(FormattableString text) => console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private long Below(long bound) => random.NextUInt32() % bound;

    private async Task<string> SumAsync()
    {
        var digest = new Sha256Digest();
        for (long at = 0; at < Octets; at += PieceOctets)
        {
            var part = _piece.AsMemory(0, (int)Math.Min(PieceOctets, Octets - at));
            await disk.ReadAsync(at / disk.SectorBytes, part, CancellationToken.None);
            digest.BlockUpdate(part.Span);
        }

        var sum = new byte[digest.GetDigestSize()];
        _ = digest.DoFinal(sum);
        return Convert.ToHexStringLower(sum);
    }

    // Random octets, several transfers at once, of one to sixty-four sectors, and each octet written once.
    private async Task FillAsync(long octets)
    {
        var places = new Queue<(long At, int Count)>();
        for (long at = 0; at < octets;)
        {
            var count = (int)Math.Min(octets - at, disk.SectorBytes * (1L + Below(64)));
            places.Enqueue((at, count));
            at += count;
        }

        var mixed = places.ToArray();
        for (var i = mixed.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (mixed[i], mixed[other]) = (mixed[other], mixed[i]);
        }

        places = new(mixed);
        await Task.WhenAll(Enumerable.Range(0, depth).Select(_ => FillPlacesAsync(places)));
    }

    private async Task FillPlacesAsync(Queue<(long At, int Count)> places)
    {
        var buffer = new byte[64 * disk.SectorBytes];
        while (places.TryDequeue(out var place))
        {
            var part = buffer.AsMemory(0, place.Count);
            random.Fill(part.Span);
            await disk.WriteAsync(place.At / disk.SectorBytes, part, CancellationToken.None);
        }
    }

    private async Task RepeatAsync(CancellationToken stop)
    {
        var octets = Math.Min(Octets, 4L << 20);
        var (written, read) = (new byte[octets], new byte[octets]);
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            random.Fill(written);
            await Task.WhenAll(Enumerable.Range(0, 64).Select(i => disk.WriteAsync(i * octets / 64 / disk.SectorBytes, written.AsMemory((int)(i * octets / 64), (int)(octets / 64)), CancellationToken.None).AsTask()));
            await disk.FlushAsync(CancellationToken.None);
            Array.Clear(read);
            await disk.ReadAsync(0, read, CancellationToken.None);
            Say($"round {round} {(read.AsSpan().SequenceEqual(written) ? "is right" : "is WRONG")}");
        }

        Say($"sum {await SumAsync()}");
    }

    private async Task MeasureAsync()
    {
        await MeasureAsync("writes", PieceOctets, isRandom: false, (sector, part) => disk.WriteAsync(sector, part));
        await MeasureAsync("reads", PieceOctets, isRandom: false, (sector, part) => disk.ReadAsync(sector, part));
        await MeasureAsync("writes", SmallOctets, isRandom: true, (sector, part) => disk.WriteAsync(sector, part));
        await MeasureAsync("reads", SmallOctets, isRandom: true, (sector, part) => disk.ReadAsync(sector, part));
    }

    private async Task MeasureAsync(string what, int octets, bool isRandom, Func<long, Memory<byte>, ValueTask> transfer)
    {
        var (begin, pieces, done) = (clock.GetTimestamp(), Octets / octets, 0L);
        await Task.WhenAll(Enumerable.Range(0, depth).Select(_ => RunAsync()));
        await disk.FlushAsync();
        var seconds = clock.GetElapsedTime(begin).TotalSeconds;
        Say($"{what} of {octets} octets, {(isRandom ? "random" : "in order")}, {depth} at once: {done / seconds:0} a second, {done * octets / seconds / 1e6:0.0} MB/s");

        async Task RunAsync()
        {
            var buffer = new byte[octets];
            while (clock.GetElapsedTime(begin) < Measured)
            {
                var piece = isRandom ? Below(pieces) : done % pieces;
                done++;
                await transfer(piece * octets / disk.SectorBytes, buffer);
            }
        }
    }
}
