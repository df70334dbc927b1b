namespace MirageGen.Xen.Drivers.Tests;

public sealed class ShutdownRequestTests
{
    private const string Path = "/local/domain/7/control/";

    [Theory]
    [InlineData("poweroff", false)]
    [InlineData("halt", false)]
    [InlineData("reboot", true)]
    public void A_request_is_passed_on_and_taken_away(string request, bool startsAgain) => ListeningRig.Run(async rig =>
    {
        Assert.Equal("1", rig.Read("control/feature-poweroff"));
        Assert.Equal("1", rig.Read("control/feature-reboot"));
        Assert.Equal("1", rig.Read("control/feature-suspend"));
        await rig.AskAsync(request);
        Assert.Equal([startsAgain], rig.Requests);
        Assert.Equal(string.Empty, rig.Read("control/shutdown"));
        Assert.Empty(rig.Lines);

        await rig.AskAsync(request);
        Assert.Equal(2, rig.Requests.Count);
    });

    [Fact]
    public void A_request_that_was_made_before_anybody_listened_counts() => ListeningRig.Run(
        rig =>
        {
            Assert.Single(rig.Requests);
            return Task.CompletedTask;
        },
        static store => store.Tree.Write(Path + "shutdown", "poweroff"));

    [Fact]
    public void What_the_domain_cannot_do_is_said() => ListeningRig.Run(async rig =>
    {
        await rig.AskAsync("s4");
        rig.Machine.Xenstored.Tree.Write(Path + "sysrq", "b");
        await XenRig.TurnsAsync(50);
        Assert.Empty(rig.Requests);
        Assert.Equal(
            ["the toolstack asks for 's4', which this domain cannot do", "system request 'b': there are none in this domain"],
            rig.Lines);
    });

    [Fact]
    public void A_toolstack_that_may_only_be_read_is_obeyed_too() => ListeningRig.Run(
        async rig =>
        {
            await rig.AskAsync("poweroff");
            Assert.Equal([false], rig.Requests);
            Assert.Equal(4, rig.Lines.Count);
        },
        static store => store.Forbidden.Add(Path));
}
