using System.Text;

namespace MirageGen.Abstractions.Tests;

/// <summary>What the signatures do themselves for whoever implements them.</summary>
public sealed class DefaultMemberTests
{
    [Fact]
    public void A_line_ends_with_a_line_feed()
    {
        var console = new Console();

        ((IConsole)console).WriteLine("hello");
        ((IConsole)console).WriteLine();

        Assert.Equal("hello\n\n", console.Text.ToString());
    }

    [Fact]
    public void A_random_number_is_four_random_octets() => Assert.Equal(0x0403_0201u, ((IRandom)new Random()).NextUInt32());

    [Fact]
    public async Task A_transfer_of_one_buffer_is_one_of_a_list_of_one()
    {
        var disk = new Disk();
        var cancellation = TestContext.Current.CancellationToken;

        await ((IBlock)disk).ReadAsync(3, new byte[512], cancellation);
        await ((IBlock)disk).WriteAsync(4, (ReadOnlyMemory<byte>)new byte[1024], cancellation);

        Assert.Equal(["read 3: 512", "write 4: 1024"], disk.Transfers);
    }

    [Fact]
    public void A_device_error_is_an_input_output_error_with_its_cause()
    {
        var cause = new InvalidOperationException();

        Assert.IsType<IOException>(new DeviceException("gone", cause), exactMatch: false);
        Assert.Same(cause, new DeviceException("gone", cause).InnerException);
        Assert.Same(cause, new FlowResetException("reset", cause).InnerException);
    }

    private sealed class Console : IConsole
    {
        public StringBuilder Text { get; } = new();

        public void Write(ReadOnlySpan<char> text) => Text.Append(text);

        public ValueTask<string?> ReadLineAsync(CancellationToken cancellation = default) => default;
    }

    private sealed class Random : IRandom
    {
        public void Fill(Span<byte> destination)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)(i + 1);
            }
        }
    }

    private sealed class Disk : IBlock
    {
        public List<string> Transfers { get; } = [];

        public int SectorBytes => 512;

        public long SectorCount => 8;

        public bool IsReadOnly => false;

        public int AlignmentBytes => 1;

        public ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default) =>
            Note($"read {sector}: {string.Join(' ', buffers.Select(buffer => buffer.Length))}");

        public ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default) =>
            Note($"write {sector}: {string.Join(' ', buffers.Select(buffer => buffer.Length))}");

        public ValueTask FlushAsync(CancellationToken cancellation = default) => default;

        public ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default) => default;

        private ValueTask Note(string transfer)
        {
            Transfers.Add(transfer);
            return default;
        }
    }
}
