namespace MirageGen.TestKit.Tests.Devices;

public sealed class HostTests
{
    [Fact]
    public void Hosts_get_addresses_of_both_versions_unless_they_are_given() => World.Run(world =>
    {
        Assert.Equal(["10.0.0.1", "fd00::1"], world.AddHost("first").Addresses.Select(address => address.ToString()));
        world.AddHost("given", "10.0.0.2");
        Assert.Equal(["10.0.0.3", "fd00::3"], world.AddHost("third").Addresses.Select(address => address.ToString()));
        return Task.CompletedTask;
    });

    [Fact]
    public void Names_and_addresses_are_taken_once() => World.Run(world =>
    {
        world.AddHost("a", "10.0.0.1");
        Assert.Throws<ArgumentException>(() => world.AddHost("a"));
        Assert.Throws<ArgumentException>(() => world.AddHost("b", "10.0.0.1"));
        Assert.Throws<ArgumentException>(() => world.AddHost("b", "127.0.0.1"));
        Assert.Throws<FormatException>(() => world.AddHost("b", "ten"));
        return Task.CompletedTask;
    });

    [Fact]
    public void Names_of_hosts_resolve() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        var resolver = await SimulatedResolver.ConnectAsync(world.AddHost("client"));
        world.Internet.AddName("www.example.org", server.Address, IPv4Address.Broadcast);

        Assert.Equal(server.Addresses, await resolver.ResolveAsync("SERVER", world.Stop));
        Assert.Equal([server.Address, IPv4Address.Broadcast], await resolver.ResolveAsync("www.example.org", world.Stop));
        Assert.Equal([new IPv6Address(1)], await resolver.ResolveAsync("::1", world.Stop));
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("wwww", world.Stop));
        Assert.Equal("cannot resolve 'wwww': no such name; the world knows client, server, www.example.org", error.Message);
        world.Internet.RemoveName("www.example.org");
        await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("www.example.org", world.Stop));
    });

    [Fact]
    public void Resolving_can_take_time_and_fail() => World.Run(async world =>
    {
        var resolver = world.AddHost("host").Resolver;
        resolver.Delay = TimeSpan.FromSeconds(5);
        resolver.Failure = "no server answered";
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await resolver.ResolveAsync("host", world.Stop));

        Assert.Equal("cannot resolve 'host': no server answered", error.Message);
        Assert.Equal(TimeSpan.FromSeconds(5), world.Now);
    });

    [Fact]
    public void A_clock_may_be_wrong() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var clock = new SimulatedClock(host);
        Assert.Equal(World.Start, clock.GetUtcNow());
        host.ClockOffset = TimeSpan.FromDays(-365);
        await Task.Delay(TimeSpan.FromSeconds(1), clock, world.Stop);

        Assert.Equal(World.Start.AddDays(-365).AddSeconds(1), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(1), clock.GetElapsedTime(0));
    });

    [Fact]
    public void Periodic_timers_and_timeouts_follow_virtual_time() => World.Run(async world =>
    {
        var clock = new SimulatedClock(world.AddHost("host"));
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10), clock);
        for (var i = 1; i <= 6; i++)
        {
            Assert.True(await timer.WaitForNextTickAsync(world.Stop));
            Assert.Equal(TimeSpan.FromMinutes(10 * i), world.Now);
        }

        await Assert.ThrowsAsync<TimeoutException>(
            () => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMinutes(1), clock, world.Stop));
        Assert.Equal(TimeSpan.FromMinutes(61), world.Now);
    });

    [Fact]
    public void Randomness_of_a_host_is_its_own_and_reproducible()
    {
        var first = Draw(1);
        Assert.Equal(first, Draw(1));
        Assert.NotEqual(first, Draw(2));
        Assert.NotEqual(first[..16], first[16..]);

        IRandom alone = SimulatedRandom.FromSeed(1);
        Assert.NotEqual(alone.NextUInt32(), alone.NextUInt32());

        static byte[] Draw(ulong seed)
        {
            var octets = new byte[32];
            World.Run(seed, world =>
            {
                new SimulatedRandom(world.AddHost("a")).Fill(octets.AsSpan(0, 16));
                new SimulatedRandom(world.AddHost("b")).Fill(octets.AsSpan(16));
                return Task.CompletedTask;
            });
            return octets;
        }
    }

    [Fact]
    public void A_task_of_a_host_can_be_stopped_and_its_end_awaited() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var task = host.Start(stop => Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, stop));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.False(task.Completion.IsCompleted);
        await task.StopAsync();
        await task.StopAsync();

        await using var other = host.Start(stop => Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, stop));
    });

    [Fact]
    public void Nothing_open_is_left_by_a_test_that_cleans_up() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        var client = world.AddHost("client");
        var serving = server.Start(stop => server.Tcp.ServeAsync(7, Flows.Echo.ServeAsync, stop));
        var flow = await client.Tcp.ConnectAsync(new(server.Address, 7), world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(3, world.Open.Count);
        await flow.DisposeAsync();
        await serving.StopAsync();

        Assert.Empty(world.Open);
    });
}
