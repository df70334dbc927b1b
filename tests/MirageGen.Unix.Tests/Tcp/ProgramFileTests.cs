using System.Buffers;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tests;

public sealed class ProgramFileTests
{
    private const int AuxiliaryHeaders = 3;
    private const int Octets = 3_000_000;

    [Fact]
    public unsafe void What_the_program_has_read_only_is_found_in_its_file_as_it_is()
    {
        const int Length = 56;
        var headers = (byte*)Libc.AuxiliaryValue(AuxiliaryHeaders);
        Assert.True(ProgramFile.Own.TryLocate(headers, Length, out var offset));
        using var file = File.OpenHandle("/proc/self/exe");
        var octets = new byte[Length];
        Assert.Equal(Length, RandomAccess.Read(file, octets, offset));
        Assert.Equal(new ReadOnlySpan<byte>(headers, Length), octets);
    }

    [Fact]
    public unsafe void Memory_that_is_elsewhere_or_longer_or_written_to_is_not_found()
    {
        var written = stackalloc byte[8];
        Assert.False(ProgramFile.Own.TryLocate(written, 8, out _));
        Assert.False(ProgramFile.None.TryLocate((void*)Libc.AuxiliaryValue(AuxiliaryHeaders), 1, out _));

        var file = new ProgramFile(-1, new(0x1_0000, 100, 4096), new(0x2_0000, 10, 8192));
        Assert.True(file.TryLocate((void*)0x1_0000, 100, out var offset));
        Assert.Equal(4096, offset);
        Assert.True(file.TryLocate((void*)0x2_0009, 1, out offset));
        Assert.Equal(8201, offset);
        Assert.False(file.TryLocate((void*)0x1_0000, 101, out _));
        Assert.False(file.TryLocate((void*)0x1_0001, 100, out _));
        Assert.False(file.TryLocate((void*)0xFFFF, 1, out _));
        Assert.False(file.TryLocate((void*)0x2_000A, 1, out _));
    }

    [Theory]
    [InlineData(64 * 1024, 256 * 1024, true)]
    [InlineData(64 * 1024, (256 * 1024) - 1, false)]
    [InlineData(Octets - (256 * 1024), 256 * 1024, true)]
    public void Only_what_is_long_comes_from_the_file(int start, int length, bool isFromFile) => Run(Inverted, async (near, far, content) =>
    {
        // The file differs from the memory here, so that what arrives tells where it came from.
        near.WriteImmutable(content.Slice(start, length));
        await near.Output.FlushAsync();
        near.Output.Complete();
        var expected = content.Slice(start, length).ToArray();
        Assert.Equal(isFromFile ? Inverted(expected) : expected, await ReadAsync(far));
    });

    [Fact]
    public void What_is_left_of_it_when_the_host_is_full_comes_from_the_file_too() => Run(Inverted, async (near, far, content) =>
    {
        near.WriteImmutable(content);
        var flush = near.Output.FlushAsync();
        var expected = Inverted(content.ToArray());
        var place = 0;
        while (place < expected.Length)
        {
            // A little at a time: the host takes little at a time, down to the last octets.
            var read = await far.Input.ReadAsync();
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, 50_000));
            Assert.True(piece.ToArray().AsSpan().SequenceEqual(expected.AsSpan(place, (int)piece.Length)), $"after {place} octets");
            place += (int)piece.Length;
            far.Input.AdvanceTo(piece.End);
        }

        await flush;
    });

    [Fact]
    public void What_stands_around_it_keeps_its_place() => Run(static octets => octets, async (near, far, content) =>
    {
        var expected = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 5; i++)
        {
            Write(near.Output, "head"u8);
            Write(expected, "head"u8);
            var piece = content.Slice(i * 100, 600_000 - i);
            near.WriteImmutable(piece);
            expected.Write(piece.Span);
            near.WriteImmutable(content[..3000]);
            expected.Write(content.Span[..3000]);
        }

        var all = ReadAsync(far);
        await near.Output.FlushAsync();
        near.Output.Complete();
        Assert.Equal(expected.WrittenSpan.ToArray(), await all);
    });

    [Fact]
    public void A_file_that_cannot_be_sent_from_is_done_without() => Run(static octets => octets[..100_000], async (near, far, content) =>
    {
        // It ends before what is asked of it.
        near.WriteImmutable(content[200_000..]);
        var all = ReadAsync(far);
        await near.Output.FlushAsync();
        near.Output.Complete();
        Assert.Equal(content[200_000..].ToArray(), await all);
    });

    private static byte[] Inverted(byte[] octets) => Array.ConvertAll(octets, octet => (byte)~octet);

    private static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> octets) => to.Write(octets);

    private static async Task<byte[]> ReadAsync(ITcpFlow flow)
    {
        var all = new ArrayBufferWriter<byte>();
        for (; ; )
        {
            var read = await flow.Input.ReadAsync();
            foreach (var piece in read.Buffer)
            {
                all.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return all.WrittenSpan.ToArray();
            }
        }
    }

    /// <summary>Runs a test on a loop whose program has content in memory, of which the file has what is made of it.</summary>
    private static void Run(Func<byte[], byte[]> inFile, Func<ITcpFlow, ITcpFlow, ReadOnlyMemory<byte>, Task> test)
    {
        var content = GC.AllocateUninitializedArray<byte>(Octets, pinned: true);
        new Random(1).NextBytes(content);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, inFile(content));
            using var file = File.OpenHandle(path);
            LoopKind.Epoll.Run(async rig =>
            {
                ((EpollLoop)rig.Loop).Program = Program(file.DangerousGetHandle(), content);
                var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
                await test(near, far, content);
                await near.DisposeAsync();
                await far.DisposeAsync();
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static unsafe ProgramFile Program(nint file, byte[] content)
    {
        fixed (byte* first = content)
        {
            return new((int)file, new ProgramFile.Part((nint)first, content.Length, 0));
        }
    }
}
