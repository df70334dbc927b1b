using MirageGen.Xen.Machine;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class ShutdownRequestTests
{
    private const string Path = "/local/domain/7/control/";

    [Theory]
    [InlineData("poweroff", false)]
    [InlineData("halt", false)]
    [InlineData("reboot", true)]
    public void A_request_is_passed_on_and_taken_away(string request, bool startsAgain) => XenRig.Run(async rig =>
    {
        var (requests, lines) = await ListenAsync(rig);
        Assert.Equal("1", rig.Xenstored.Tree.Read(Path + "feature-poweroff"));
        Assert.Equal("1", rig.Xenstored.Tree.Read(Path + "feature-reboot"));
        Assert.Equal("1", rig.Xenstored.Tree.Read(Path + "feature-suspend"));
        rig.Xenstored.Tree.Write(Path + "shutdown", request);
        await XenRig.TurnsAsync(50);
        Assert.Equal([startsAgain], requests);
        Assert.Equal(string.Empty, rig.Xenstored.Tree.Read(Path + "shutdown"));
        Assert.Empty(lines);

        rig.Xenstored.Tree.Write(Path + "shutdown", request);
        await XenRig.TurnsAsync(50);
        Assert.Equal(2, requests.Count);
    });

    [Fact]
    public void A_request_that_was_made_before_anybody_listened_counts() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Tree.Write(Path + "shutdown", "poweroff");
        var (requests, _) = await ListenAsync(rig);
        Assert.Single(requests);
    });

    [Fact]
    public void What_the_domain_cannot_do_is_said() => XenRig.Run(async rig =>
    {
        var (requests, lines) = await ListenAsync(rig);
        rig.Xenstored.Tree.Write(Path + "shutdown", "s4");
        rig.Xenstored.Tree.Write(Path + "sysrq", "b");
        await XenRig.TurnsAsync(50);
        Assert.Empty(requests);
        Assert.Equal(
            ["the toolstack asks for 's4', which this domain cannot do", "system request 'b': there are none in this domain"],
            lines.Order().Reverse());
    });

    [Fact]
    public void A_toolstack_that_may_only_be_read_is_obeyed_too() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Forbidden.Add(Path);
        var (requests, lines) = await ListenAsync(rig);
        rig.Xenstored.Tree.Write(Path + "shutdown", "poweroff");
        await XenRig.TurnsAsync(50);
        Assert.Equal([false], requests);
        Assert.Equal(4, lines.Count);
    });

    private static async Task<(List<bool> Requests, List<string> Lines)> ListenAsync(XenRig rig)
    {
        var (requests, lines) = (new List<bool>(), new List<string>());
        await ShutdownRequests.ListenAsync(rig.Domain, requests.Add, lines.Add);
        await XenRig.TurnsAsync(50);
        return (requests, lines);
    }
}
