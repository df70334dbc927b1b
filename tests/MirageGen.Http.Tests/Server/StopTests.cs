namespace MirageGen.Http.Tests.Server;

/// <summary>Telling a server to stop, and how many connections it serves.</summary>
public sealed class StopTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public void Idle_connections_end_at_once() =>
        Run(async site =>
        {
            await using var fresh = await site.ConnectAsync();
            await using var used = await site.ConnectAsync();
            Assert.Equal("hi", (await used.AskAsync(Get)).Text);
            await site.WaitAsync(1);
            var stopping = site.Serving.StopAsync();
            await fresh.ExpectEndAsync();
            await used.ExpectEndAsync();
            await stopping;
            Assert.InRange(site.World.Now.TotalSeconds, 1, 1.1);
        });

    [Fact]
    public void No_connection_is_accepted_any_more() =>
        Run(async site =>
        {
            await site.Serving.StopAsync();
            await Assert.ThrowsAsync<DeviceException>(async () => await site.ConnectAsync());
        });

    [Fact]
    public void A_request_under_way_is_finished_and_told_that_it_was_the_last() =>
        Run(async site =>
        {
            await using var connection = await site.ConnectAsync();
            await connection.SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            await site.WaitAsync(1);
            var stopping = site.Serving.StopAsync();
            var response = await connection.ReceiveAsync();
            Assert.Equal("slow", response.Text);
            Assert.Equal("close", response["Connection"]);
            await connection.ExpectEndAsync();
            await connection.DisposeAsync();
            await stopping;
            Assert.InRange(site.World.Now.TotalSeconds, 5, 6);
        });

    [Fact]
    public void A_request_that_has_begun_to_arrive_is_answered() =>
        Run(async site =>
        {
            await using var connection = await site.ConnectAsync();
            await connection.SendAsync("GET / HTTP/1.1\r\n");
            await site.WaitAsync(1);
            var stopping = site.Serving.StopAsync();
            await site.WaitAsync(1);
            var response = await connection.AskAsync("Host: x\r\n\r\n");
            Assert.Equal("hi", response.Text);
            Assert.Equal("close", response["Connection"]);
            await stopping;
        });

    [Fact]
    public void A_request_that_takes_too_long_is_aborted() =>
        Run(async site =>
        {
            await using var connection = await site.ConnectAsync();
            await connection.SendAsync("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
            await site.WaitAsync(1);
            await site.Serving.StopAsync();
            Assert.InRange(site.World.Now.TotalSeconds, 11, 12);
            await Assert.ThrowsAsync<FlowResetException>(() => connection.ReceiveAsync());
        });

    [Fact]
    public void Connections_beyond_the_bound_replace_idle_ones() =>
        Run(async site =>
        {
            var connections = new List<TestConnection>();
            for (var i = 0; i < 20; i++)
            {
                var connection = await site.ConnectAsync();
                Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
                connections.Add(connection);
            }

            await site.WaitAsync(5);
            var alive = 0;
            foreach (var connection in connections)
            {
                await connection.SendAsync(Get);
                await site.WaitAsync(0.1);
                alive += connection.TakeArrived().Length > 0 ? 1 : 0;
                await connection.DisposeAsync();
            }

            Assert.InRange(alive, 5, 8);
        });

    [Fact]
    public void Idle_ones_give_way_where_the_stack_has_no_room_for_more() =>
        Run(async site =>
        {
            site.ServerHost.Stack.MaxConnections = 4;
            site.ServerHost.Start(stop => site.Server.RunAsync(8080, stop), "second");
            await site.WaitAsync(1);
            var connections = new List<TestConnection>();
            for (var i = 0; i < 10; i++)
            {
                TestConnection connection = new(await site.ClientHost.Tcp.ConnectAsync(new IpEndpoint(site.ServerHost.Address, 8080)));
                Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
                connections.Add(connection);
            }

            await site.WaitAsync(1);
            Assert.InRange(site.ServerHost.Stack.Open.Count(static open => open.Contains(":8080 >", StringComparison.Ordinal)), 1, 3);
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        });

    [Fact]
    public void Busy_connections_are_not_given_up_for_new_ones() =>
        Run(async site =>
        {
            var busy = new List<TestConnection>();
            for (var i = 0; i < 8; i++)
            {
                busy.Add(await site.ConnectAsync());
                await busy[i].SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            }

            await site.WaitAsync(1);
            await using var late = await site.ConnectAsync();
            Assert.Equal("hi", (await late.AskAsync(Get)).Text);
            Assert.InRange(site.World.Now.TotalSeconds, 5, 6);
            Assert.Equal(8, busy.Count);
            foreach (var connection in busy)
            {
                Assert.Equal("slow", (await connection.ReceiveAsync()).Text);
                await connection.DisposeAsync();
            }
        });

    [Fact]
    public void Two_endpoints_can_be_served_at_once() =>
        Run(async site =>
        {
            site.ServerHost.Start(stop => site.Server.RunAsync(8080, stop), "second");
            await site.WaitAsync(1);
            await using var second = new TestConnection(
                await site.ClientHost.Tcp.ConnectAsync(new IpEndpoint(site.ServerHost.Address, 8080)));
            Assert.Equal("hi", (await second.AskAsync(Get)).Text);
        });

    [Fact]
    public void A_bound_that_is_none_is_refused() =>
        Run(async site =>
        {
            HttpServerOptions[] wrong =
            [
                new() { MaxConnections = 0 },
                new() { MaxRequestLineBytes = 63 },
                new() { MaxHeadBytes = 65_536 },
                new() { MaxFieldCount = 0 },
                new() { MaxBodyBytes = -1 },
                new() { HeadTimeout = TimeSpan.Zero },
                new() { IdleTimeout = TimeSpan.FromSeconds(-1) },
                new() { MaxBufferedResponseBytes = 0 },
                new() { MaxPipelinedRequests = 0 },
            ];
            foreach (var options in wrong)
            {
                await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => site.Server.RunAsync(81, options, site.World.Stop));
            }
        });

    private static void Run(Func<TestSite, Task> scenario) =>
        TestSite.Run(
            http =>
            {
                http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
                http.MapGet("/slow", async exchange =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), TestClock.Current, exchange.Aborted);
                    await exchange.Response.WriteAsync("slow");
                });
                http.MapGet("/never", exchange => new(Task.Delay(Timeout.InfiniteTimeSpan, TestClock.Current, exchange.Aborted)));
            },
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await site.WaitAsync(0);
                await scenario(site);
            },
            new() { MaxConnections = 8, StopTimeout = TimeSpan.FromSeconds(10) });
}
