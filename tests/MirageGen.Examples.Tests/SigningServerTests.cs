namespace MirageGen.Examples.Tests;

[Compose(typeof(SigningServer))]
internal sealed partial class ComposedSigningServer;

public sealed class SigningServerTests
{
    [Fact]
    public void Says_that_there_is_no_disk_of_a_host() => World.Run(async world =>
    {
        // What has failed is told again when it is disposed.
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            await using var signer = await ComposedSigningServer.StartAsync(world.AddHost("signer"), zone: "example.net.zone", sign: ["Kexample.net.+015+00001"]);
            await signer.Completion;
        });
        Assert.Equal("there is no disk of a host that could have 'example.net.zone'", error.Message);
    });
}
