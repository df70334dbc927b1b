using MirageGen.TestKit.Tests.Network;

namespace MirageGen.TestKit.Tests.Worlds;

public sealed class CaptureTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"miragegen-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void The_whole_trace_and_the_frames_of_a_run_are_kept()
    {
        var options = new WorldOptions { Seed = 4, CaptureFolder = _folder, TraceOctets = 600 };
        for (var i = 0; i < 2; i++)
        {
            World.Run(options, async world =>
            {
                var lan = new Lan(world, name: "a/b");
                lan.Send(lan.Frame(lan.B.Address));
                await lan.SettleAsync();
                for (var line = 0; line < 100; line++)
                {
                    world.Note($"line {line}");
                }
            });
        }

        var name = nameof(The_whole_trace_and_the_frames_of_a_run_are_kept);
        Assert.Equal(
            [$"{name}-4-2.trace", $"{name}-4-a_b-2.pcap", $"{name}-4-a_b.pcap", $"{name}-4.trace"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(101, File.ReadAllLines(Path.Combine(_folder, $"{name}-4.trace")).Length);
        using var file = File.OpenRead(Path.Combine(_folder, $"{name}-4-a_b.pcap"));
        Assert.Single(new PcapReader(file).ReadAll());
    }

    [Fact]
    public void A_run_that_fails_keeps_its_files()
    {
        var options = new WorldOptions { Seed = 4, CaptureFolder = _folder };
        Assert.Throws<WorldException>(() => World.Run(options, world =>
        {
            world.Note("last words");
            throw new InvalidOperationException("gone");
        }));

        Assert.Equal("0.0000000 note last words\n", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))));
    }
}
