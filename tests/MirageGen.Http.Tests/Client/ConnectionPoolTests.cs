using System.Buffers;

namespace MirageGen.Http.Tests.Client;

/// <summary>Which connection carries which request, and how many there are.</summary>
public sealed class ConnectionPoolTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public void An_idle_connection_is_closed_when_its_time_is_over() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { IdleTimeout = TimeSpan.FromSeconds(5) };
            await site.GetTextAsync("/");
            await site.WaitAsync(4);
            Assert.Equal(1, site.Http.ConnectionCount);
            await site.WaitAsync(3);
            Assert.Equal(0, site.Http.ConnectionCount);
            Assert.Equal(0, site.Script.Open);
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_connection_that_is_too_old_is_not_used_again() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxConnectionLifetime = TimeSpan.FromSeconds(10) };
            for (var i = 0; i < 4; i++)
            {
                await site.GetTextAsync("/");
                await site.WaitAsync(4);
            }

            Assert.Equal(2, site.Script.Accepted);
        },
        ScriptedConnection.AnswerAll(Ok, Ok, Ok),
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_server_that_ends_an_idle_connection_is_noticed_before_the_next_request() => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            await site.WaitAsync(2);
            Assert.Equal(0, site.Http.ConnectionCount);
            using var response = await site.Http.PostAsync("http://server/", "not to be sent twice"u8.ToArray());
            Assert.Equal("ok", await response.ReadAsStringAsync());
        },
        ScriptedConnection.Answer(Ok),
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void Octets_that_nobody_asked_for_end_an_idle_connection() => ClientSite.RunScript(
        async site =>
        {
            Assert.Equal("ok", await site.GetTextAsync("/"));
            await site.WaitAsync(1);
            Assert.Equal("ok", await site.GetTextAsync("/"));
            Assert.Equal(2, site.Script.Accepted);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(Ok);
            await Task.Delay(TimeSpan.FromSeconds(0.5), connection.Clock, connection.Stop);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            await connection.ExpectEndAsync();
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void Requests_beyond_the_bound_for_a_host_wait_their_turn() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxConnectionsPerHost = 3 };
            var requests = Enumerable.Range(0, 9).Select(_ => site.GetTextAsync("/")).ToArray();
            await site.WaitAsync(0.5);
            Assert.Equal(3, site.Http.ConnectionCount);
            Assert.All(await Task.WhenAll(requests), text => Assert.Equal("ok", text));
            Assert.Equal(3, site.Script.Accepted);
            Assert.InRange(site.World.Now.TotalSeconds, 3, 4);
        },
        SlowThrice,
        SlowThrice,
        SlowThrice);

    [Fact]
    public void An_idle_connection_to_another_host_makes_room() => ClientSite.Run(
        server => server.MapGet("/", exchange => exchange.Response.WriteAsync("ok")),
        async site =>
        {
            site.World.Internet.AddName("other", site.ServerHost.Address);
            site.Http.Options = new() { MaxConnections = 1 };
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("ok", await site.GetTextAsync("/"));
                using var response = await site.Http.GetAsync("http://other/");
                Assert.Equal("ok", await response.ReadAsStringAsync());
                Assert.Equal(1, site.Http.ConnectionCount);
            }
        });

    [Fact]
    public void A_request_that_finds_no_connection_in_time_fails() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxConnections = 1, QueueTimeout = TimeSpan.FromSeconds(3) };
            using var first = await site.Http.GetAsync("http://server/");
            var error = await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.TimedOut);
            Assert.Equal("cannot GET http://server/: no connection was free within 00:00:03 (QueueTimeout)", error.Message);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun");
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_queue_that_is_full_refuses_at_once() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxConnections = 1, MaxQueuedRequests = 1 };
            using var first = await site.Http.GetAsync("http://server/");
            using var stop = new CancellationTokenSource();
            var waiting = site.Http.GetAsync("http://server/", stop.Token);
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.Busy);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun");
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_short_rest_is_dropped_and_the_connection_kept() => ClientSite.RunScript(
        async site =>
        {
            (await site.Http.GetAsync("http://server/")).Dispose();
            await site.WaitAsync(1);
            Assert.Equal("ok", await site.GetTextAsync("/"));
            Assert.Equal(1, site.Script.Accepted);
        },
        ScriptedConnection.AnswerAll($"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n{new string('x', 50000)}", Ok));

    [Fact]
    public void A_short_chunked_rest_is_dropped_and_the_connection_kept() => ClientSite.RunScript(
        async site =>
        {
            await using (var response = await site.Http.GetAsync("http://server/"))
            {
                var read = await response.Body.ReadAsync();
                response.Body.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.End);
            }

            Assert.Equal("ok", await site.GetTextAsync("/"));
            Assert.Equal(1, site.Script.Accepted);
        },
        ScriptedConnection.AnswerAll($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2710\r\n{new string('x', 10000)}\r\n0\r\n\r\n", Ok));

    [Fact]
    public void A_long_rest_costs_the_connection() => ClientSite.RunScript(
        async site =>
        {
            (await site.Http.GetAsync("http://server/")).Dispose();
            Assert.Equal("ok", await site.GetTextAsync("/"));
            Assert.Equal(2, site.Script.Accepted);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            await Assert.ThrowsAsync<FlowResetException>(connection.ExpectEndAsync);
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_rest_that_does_not_come_is_not_waited_for_long() => ClientSite.RunScript(
        async site =>
        {
            var response = await site.Http.GetAsync("http://server/");
            var begun = site.World.Now;
            await response.DisposeAsync();
            Assert.InRange((site.World.Now - begun).TotalSeconds, 2, 3);
            Assert.Equal("ok", await site.GetTextAsync("/"));
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
            await Assert.ThrowsAsync<FlowResetException>(connection.ExpectEndAsync);
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_response_read_to_its_end_gives_its_connection_back_undisposed() => ClientSite.RunScript(
        async site =>
        {
            var response = await site.Http.GetAsync("http://server/");
            var read = await response.Body.ReadAtLeastAsync(2);
            response.Body.AdvanceTo(read.Buffer.End);
            await site.WaitAsync(1);
            Assert.Equal("ok", await site.GetTextAsync("/"));
            Assert.Equal(1, site.Script.Accepted);
            read = await response.Body.ReadAsync();
            Assert.True(read.IsCompleted && read.Buffer.IsEmpty);
            Assert.Equal("2", response.Headers["Content-Length"]);
        },
        ScriptedConnection.AnswerAll(Ok, Ok));

    [Fact]
    public void A_disposed_client_fails_what_is_under_way_and_what_comes() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxConnections = 1 };
            var asking = site.Http.GetAsync("http://server/");
            var waiting = site.Http.GetAsync("http://server/");
            await site.WaitAsync(1);
            await site.Http.DisposeAsync();
            await ClientSite.FailAsync(() => asking, HttpFailure.ConnectionLost);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => site.GetTextAsync("/"));
            site.Http.Dispose();
            await site.Http.DisposeAsync();
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await Assert.ThrowsAsync<FlowResetException>(connection.ExpectEndAsync);
        });

    [Fact]
    public void A_client_that_was_never_used_is_disposed_at_once() => ClientSite.Run(
        _ => { },
        async site =>
        {
            await site.Http.DisposeAsync();
            Assert.Equal(TimeSpan.Zero, site.World.Now);
        });

    [Fact]
    public void A_client_disposed_while_it_connects_leaves_nothing() => ClientSite.RunScript(
        async site =>
        {
            var asking = site.GetTextAsync("/");
            await site.Http.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => asking);
        });

    private static async Task SlowThrice(ScriptedConnection connection)
    {
        for (var i = 0; i < 3; i++)
        {
            await connection.TakeRequestAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), connection.Clock, connection.Stop);
            await connection.SendAsync(Ok);
        }

        await connection.ExpectEndAsync();
    }
}
