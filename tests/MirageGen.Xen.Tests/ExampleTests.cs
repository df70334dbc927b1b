using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>Further examples, as their user has them, on a real Xen.</summary>
[Collection(OnRealXen.Name)]
public sealed class ExampleTests(Images images, RealXen xen)
{
    private const string EchoAddress = "10.0.2.62";

    [Fact]
    public async Task Hello_greets_as_often_as_it_is_told_and_powers_off()
    {
        await using var domain = await xen.CreateAsync(images.Of("examples/Hello"), null, "--name Xen --times 2");

        Assert.Equal(["Hello, Xen!", "Hello, Xen!"], (await DomainOutcome.OfAsync(xen.Dom0, domain)).Succeeded());
    }

    [Fact]
    public async Task Hello_runs_in_five_megabytes()
    {
        await using var domain = await xen.CreateAsync(new(images.Of("examples/Hello")) { Name = "hello", MemoryMebibytes = 5, Arguments = "--times 1" });

        Assert.Equal(["Hello, world!"], (await DomainOutcome.OfAsync(xen.Dom0, domain)).Succeeded());
    }

    [Fact]
    public async Task Ten_megabytes_of_random_octets_come_back_from_the_echo_server()
    {
        await using var domain = await xen.CreateAsync(images.Of("examples/EchoServer"), EchoAddress);
        await xen.WaitForPingAsync(EchoAddress);

        // Whoever sends all before he reads waits for ever once all room on the way is taken.
        xen.Space.RunLine(
            "set -e; sent=$(mktemp); head -c 10000000 /dev/urandom >$sent; "
            + $"exec 3<>/dev/tcp/{EchoAddress}/7007; cat $sent >&3 & head -c 10000000 <&3 | cmp - $sent; rm $sent")
            .Succeeded();
    }
}
