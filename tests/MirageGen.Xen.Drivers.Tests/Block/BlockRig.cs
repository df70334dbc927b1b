using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A connected disk and its other end.</summary>
internal sealed class BlockRig(XenRig machine, XenBlock disk, Blkback blkback, ArrayMedium medium)
{
    public const int Sectors = 8192;

    public XenRig Machine => machine;

    public XenBlock Disk => disk;

    public Blkback Blkback { get; private set; } = blkback;

    public ArrayMedium Medium => medium;

    /// <summary>What was logged as an error.</summary>
    public IEnumerable<LogEntry> Errors => machine.Logs.AtLeast(LogLevel.Error);

    /// <summary>Runs a test with a disk that has just been connected.</summary>
    /// <param name="test">The test.</param>
    /// <param name="prepare">Changes the other end before it is there.</param>
    /// <param name="name">The test's name.</param>
    public static void Run(Func<BlockRig, Task> test, Action<Blkback>? prepare = null, [CallerMemberName] string name = "") => XenRig.Run(
        async machine =>
        {
            var medium = new ArrayMedium(Sectors);
            var blkback = new Blkback(machine, medium, Sectors);
            prepare?.Invoke(blkback);
            blkback.Begin();
            var disk = await ConnectAsync(machine);
            await XenRig.TurnsAsync();
            await test(new(machine, disk, blkback, medium));
            machine.Logs.Clear();
        },
        name);

    public static Task<XenBlock> ConnectAsync(XenRig machine, string name = "xvda") =>
        XenBlock.ConnectAsync(machine.Domain, machine.Logs.CreateLogger("disk"), name);

    /// <summary>Suspends the domain, and has it go on as another one whose disk has the same medium.</summary>
    public async Task MoveAsync()
    {
        Assert.True(await machine.SuspendAsync(() =>
        {
            Blkback = new(machine, medium, Sectors);
            Blkback.Begin();
        }));
    }

    /// <summary>The message of a failure that a caller gets.</summary>
    public static async Task<string> FailureAsync(ValueTask task) =>
        (await Assert.ThrowsAsync<DeviceException>(async () => await task)).Message;

    /// <summary>Reads and writes work.</summary>
    public async Task VerifyTransfersAsync(int seed = 1)
    {
        var written = XenRig.Frame(100 * 512, seed);
        await disk.WriteAsync(1000 + seed, written);
        await disk.FlushAsync();
        var read = new byte[written.Length];
        await disk.ReadAsync(1000 + seed, read);
        Assert.Equal(written, read);
    }
}
