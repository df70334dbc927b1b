namespace MirageGen.Examples.Tests;

[Compose(typeof(Hello))]
internal sealed partial class ComposedHello;

public sealed class HelloTests
{
    [Fact]
    public void Greets_as_often_as_asked_a_second_apart() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        await using var hello = await ComposedHello.StartAsync(host, name: "you", times: 3);

        await hello.Completion;

        Assert.Equal(["Hello, you!", "Hello, you!", "Hello, you!"], host.Console.Lines);
        Assert.Equal(TimeSpan.FromSeconds(2), world.Now);
    });

    [Fact]
    public void Stops_when_told_to() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        await using var hello = await ComposedHello.StartAsync(host);
        await world.DelayAsync(TimeSpan.FromSeconds(1.5));

        await hello.StopAsync();

        Assert.Equal(["Hello, world!", "Hello, world!"], host.Console.Lines);
    });
}
