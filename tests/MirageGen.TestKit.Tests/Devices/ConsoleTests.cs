namespace MirageGen.TestKit.Tests.Devices;

public sealed class ConsoleTests
{
    [Fact]
    public async Task Works_without_a_world()
    {
        var console = new SimulatedConsole();
        var device = console;
        console.Type("first", "second");
        console.EndInput();
        device.WriteLine("hello");
        device.Write("and");
        device.WriteLine();

        Assert.Equal("first", await device.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("second", await device.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Null(await device.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("hello\nand\n", console.Output);
        Assert.Equal(["hello", "and"], console.Lines);
        Assert.Throws<InvalidOperationException>(() => console.Type("too late"));
    }

    [Fact]
    public void A_read_waits_for_what_is_typed() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var device = await SimulatedConsole.ConnectAsync(host);
        var reading = device.ReadLineAsync(world.Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await device.ReadLineAsync(world.Stop));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        host.Console.Type("at last");
        Assert.Equal("at last", await reading);

        reading = device.ReadLineAsync(world.Stop);
        host.Console.EndInput();
        Assert.Null(await reading);
    });

    [Fact]
    public void A_read_can_be_cancelled_and_begun_again() => World.Run(async world =>
    {
        var device = world.AddHost("host").Console;
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1), world.Clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await device.ReadLineAsync(cancel.Token));

        world.Hosts[0].Console.Type("again");
        Assert.Equal("again", await device.ReadLineAsync(world.Stop));
    });

    [Fact]
    public void A_test_can_wait_for_output() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var device = host.Console;
        host.Start(async stop =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), host.Clock, stop);
            device.Write("rea");
            await Task.Delay(TimeSpan.FromSeconds(3), host.Clock, stop);
            device.Write("dy");
        });
        await host.Console.WaitForOutputAsync("ready");
        Assert.Equal(TimeSpan.FromSeconds(6), world.Now);
        await host.Console.WaitForOutputAsync("ready");
    });

    [Fact]
    public void A_wait_for_output_that_never_comes_is_named()
    {
        var error = Assert.Throws<WorldException>(
            () => World.Run(world => world.AddHost("host").Console.WaitForOutputAsync("ready")));

        Assert.Contains("host: the console is to show 'ready'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_is_bounded()
    {
        var console = new SimulatedConsole();
        var line = new string('x', 1000);
        for (var i = 0; i < 3000; i++)
        {
            console.Write(line);
        }

        Assert.InRange(console.Output.Length, 500_000, 1 << 20);
    }
}
