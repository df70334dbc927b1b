using Microsoft.Extensions.Logging;
using MirageGen.Storage;
using MirageGen.TestKit;

namespace MirageGen.Unix.Tests;

/// <summary>A store on a file of the host, as a domain's is on a disk.</summary>
public sealed class BlockStoreOnFileTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void What_was_written_is_there_when_the_file_is_opened_again(int sectorBytes) => FileDisks.Run(1 << 20, async file =>
    {
        var random = new SeededRandom(1);
        var expected = new byte[10][];
        for (var round = 0; round < 10; round++)
        {
            using var disk = await FileBlock.ConnectAsync(file, diskSectorBytes: sectorBytes);
            await using var store = await OpenAsync(disk);
            for (var i = 0; i < 20; i++)
            {
                var value = new byte[random.NextInt32(20_000)];
                random.Fill(value);
                expected[i % 10] = value;
                await store.SetAsync($"values/{i % 10}", value);
            }

            await store.FlushAsync();
        }

        using var again = await FileBlock.ConnectAsync(file, diskReadOnly: true, diskSectorBytes: sectorBytes);
        await using var reader = await OpenAsync(again);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(expected[i], (await reader.GetAsync($"values/{i}"))!.Value.ToArray());
        }
    });

    private static Task<BlockStore> OpenAsync(IBlock disk) =>
        BlockStore.ConnectAsync(disk, TimeProvider.System, new UnixRandom(), new RecordingLoggerFactory().CreateLogger<BlockStore>());
}
