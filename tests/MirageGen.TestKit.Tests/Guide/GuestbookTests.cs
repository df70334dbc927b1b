using System.Text;
using Microsoft.Extensions.Logging;

namespace MirageGen.TestKit.Tests.Guide;

/// <summary>The tests of docs/testing.md.</summary>
public sealed class GuestbookTests
{
    [Fact]
    public void A_guest_is_welcomed_and_remembered() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        var guest = world.AddHost("guest");
        server.Start(Open(server));

        await using var flow = await guest.Tcp.ConnectAsync(new(server.Address, 4000), world.Stop);
        Assert.Equal("Welcome, Ada.\n", await SignAsync(flow, "Ada"));
        Assert.Equal("2026-01-01 00:00:00Z", server.Store().PeekText("Ada"));
        Assert.True(server.Logs.Contains("Ada signed, from 10.0.0.2"));
    });

    [Fact]
    public void Whoever_says_nothing_is_shown_out_after_a_minute() => World.Run(async world =>
    {
        var (server, flow) = await VisitAsync(world);

        var read = await flow.Input.ReadAsync(world.Stop);
        Assert.True(read.IsCompleted);
        Assert.InRange(world.Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1.01));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Single(server.Logs.AtLeast(LogLevel.Error));
    });

    [Fact]
    public void A_bad_line_delays_a_guest_and_loses_nobody() => World.Run(async world =>
    {
        world.Internet.Wire = Wire.Dreadful;
        var (server, flow) = await VisitAsync(world);
        await SignAsync(flow, "Grace");
        var link = world.Link(server, world.Hosts[1]);

        link.Cut();
        var signing = SignAsync(flow, "Edsger");
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        link.Heal();
        await signing;

        Assert.Equal(["Edsger", "Grace"], server.Store().Keys.Select(key => key.Path));
    });

    [Fact]
    public void A_full_disk_is_logged_and_no_guest_is_welcomed_in_vain() => World.Run(async world =>
    {
        var (server, flow) = await VisitAsync(world);
        server.Store().Faults.FailWhen(operation => operation.Kind == DeviceOperationKind.Flush, "disk full");

        Assert.Equal("", await SignAsync(flow, "Barbara"));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(server.Logs.AtLeast(LogLevel.Error), entry => entry.Error is DeviceException);
    });

    [Fact]
    public void Whoever_was_welcomed_is_remembered_after_a_crash() => World.RunMany(50, async world =>
    {
        var (server, flow) = await VisitAsync(world);
        var welcomed = new List<string>();
        var crash = CrashAsync();
        try
        {
            for (var i = 0; !crash.IsCompleted; i++)
            {
                // Whoever only waits for an answer never learns that the other end has crashed.
                await SignAsync(flow, $"guest-{i}").WaitAsync(TimeSpan.FromSeconds(5), world.Clock);
                welcomed.Add($"guest-{i}");
            }
        }
        catch (Exception end) when (end is FlowResetException or TimeoutException)
        {
            // The server came up again and knew nothing of this flow.
        }

        server.Start(Open(server));
        Assert.All(welcomed, name => Assert.NotNull(server.Store().Peek(name)));

        async Task CrashAsync()
        {
            await world.DelayAsync(world.Random.NextTimeSpan(TimeSpan.FromSeconds(1)));
            server.Crash(survivors: world.Random);
        }
    });

    [Fact]
    public void A_day_at_the_guestbook_can_be_repeated() => World.RunReproducibly(async world =>
    {
        var (_, flow) = await VisitAsync(world);
        for (var hour = 0; hour < 24; hour++)
        {
            await SignAsync(flow, $"guest of hour {hour}");
            await world.DelayAsync(TimeSpan.FromSeconds(59));
        }
    });

    /// <summary>The appliance on a host, with devices made by hand.</summary>
    private static Func<CancellationToken, Task> Open(SimulatedHost host) =>
        new Guestbook(host.Stack, host.Store(), host.Clock, new Logger<Guestbook>(host.Logs)).RunAsync;

    /// <summary>A server, and a guest's flow to it.</summary>
    private static async Task<(SimulatedHost Server, ITcpFlow Flow)> VisitAsync(World world)
    {
        var server = world.AddHost("server");
        var guest = world.AddHost("guest");
        server.Start(Open(server));
        return (server, await guest.Tcp.ConnectAsync(new(server.Address, 4000), world.Stop));
    }

    /// <summary>Signs, and waits for the whole answer.</summary>
    private static async Task<string> SignAsync(ITcpFlow flow, string name)
    {
        await flow.Output.WriteAsync(Encoding.UTF8.GetBytes(name + "\n"));
        var answer = await flow.Input.ReadAtLeastAsync($"Welcome, {name}.\n".Length);
        var text = Encoding.UTF8.GetString(answer.Buffer);
        flow.Input.AdvanceTo(answer.Buffer.End);
        return text;
    }
}
