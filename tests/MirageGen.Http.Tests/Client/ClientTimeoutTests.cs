namespace MirageGen.Http.Tests.Client;

/// <summary>Every wait has an end, under virtual time.</summary>
public sealed class ClientTimeoutTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public void Silence_in_place_of_a_head_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { HeadTimeout = TimeSpan.FromSeconds(5) };
            var error = await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.TimedOut);
            Assert.Equal("cannot GET http://server/: no answer within 00:00:05 (HeadTimeout)", error.Message);
            Assert.InRange(site.World.Now.TotalSeconds, 5, 5.6);
        },
        SilentAsync);

    [Fact]
    public void A_head_that_trickles_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { HeadTimeout = TimeSpan.FromSeconds(5) };
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.TimedOut);
            Assert.InRange(site.World.Now.TotalSeconds, 5, 5.6);
        },
        connection => TrickleAsync(connection, "HTTP/1.1 200 OK\r\nX: ", "y"));

    [Fact]
    public void Interim_responses_do_not_put_the_timeout_off() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { HeadTimeout = TimeSpan.FromSeconds(5), MaxInterimResponses = 1000 };
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.TimedOut);
            Assert.InRange(site.World.Now.TotalSeconds, 5, 5.6);
        },
        connection => TrickleAsync(connection, "", "HTTP/1.1 102 Processing\r\n\r\n"));

    [Fact]
    public void A_body_that_stalls_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { BodyTimeout = TimeSpan.FromSeconds(5) };
            using var response = await site.Http.GetAsync("http://server/");
            var error = await ClientSite.FailAsync(() => response.ReadAsBytesAsync(), HttpFailure.TimedOut);
            Assert.Equal("cannot GET http://server/: nothing of the body arrived for 00:00:05", error.Message);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegun");
            await Assert.ThrowsAsync<FlowResetException>(connection.ExpectEndAsync);
        });

    [Fact]
    public void A_slow_reader_is_no_stall() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { BodyTimeout = TimeSpan.FromSeconds(5) };
            using var response = await site.Http.GetAsync("http://server/");
            await site.WaitAsync(60);
            Assert.Equal("ok", await response.ReadAsStringAsync());
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_server_that_takes_nothing_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { WriteTimeout = TimeSpan.FromSeconds(5) };
            var error = await ClientSite.FailAsync(
                () => site.Http.PostAsync("http://server/", new byte[1_000_000]), HttpFailure.TimedOut);
            Assert.Equal("cannot POST http://server/: the server took nothing of the request for 00:00:05", error.Message);
        },
        connection => Task.Delay(TimeSpan.FromSeconds(60), connection.Clock, connection.Stop));

    [Fact]
    public void A_host_that_does_not_answer_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { ConnectTimeout = TimeSpan.FromSeconds(5) };
            var error = await ClientSite.FailAsync(() => site.Http.GetAsync("http://10.9.9.9:8080/"), HttpFailure.TimedOut);
            Assert.Equal("cannot GET http://10.9.9.9:8080/: no connection within 00:00:05 (ConnectTimeout)", error.Message);
            Assert.Equal(5, site.World.Now.TotalSeconds);
        });

    [Fact]
    public void A_resolver_that_does_not_answer_times_out() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { ConnectTimeout = TimeSpan.FromSeconds(5) };
            site.ClientHost.Resolver.Delay = TimeSpan.FromMinutes(1);
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.TimedOut);
            Assert.Equal(5, site.World.Now.TotalSeconds);
        });

    [Fact]
    public void A_second_address_is_tried_beside_a_dead_one() => ClientSite.RunScript(
        async site =>
        {
            site.World.Internet.AddName("both", IpAddress.Parse("10.9.9.9"), site.ServerHost.Address);
            using var response = await site.Http.GetAsync("http://both/");
            Assert.Equal("ok", await response.ReadAsStringAsync());
            Assert.InRange(site.World.Now.TotalSeconds, 0.25, 0.3);
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_second_address_is_tried_at_once_when_the_first_refuses() => ClientSite.RunScript(
        async site =>
        {
            var other = site.World.AddHost("other", "10.0.0.9");
            site.World.Internet.AddName("both", other.Address, site.ServerHost.Address);
            using var response = await site.Http.GetAsync("http://both/");
            Assert.True(response.IsSuccess);
            Assert.InRange(site.World.Now.TotalSeconds, 0, 0.1);
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void The_connection_that_comes_second_is_closed() => ClientSite.RunScript(
        async site =>
        {
            site.World.Link(site.ClientHost, site.ServerHost).Wire = TestKit.Wire.Local with { Delay = TimeSpan.FromMilliseconds(200) };
            var fast = site.World.AddHost("fast", "10.0.0.9");
            fast.Start(new ScriptedServer(fast, [ScriptedConnection.AnswerAll(Ok)]).RunAsync);
            site.World.Internet.AddName("both", site.ServerHost.Address, fast.Address);
            using var response = await site.Http.GetAsync("http://both/");
            Assert.True(response.IsSuccess);
            await site.WaitAsync(5);
            Assert.Single(site.ClientHost.Stack.Open);
        },
        connection => connection.ExpectEndAsync());

    [Fact]
    public void A_refusal_says_so() => ClientSite.RunScript(
        async site =>
        {
            var error = await ClientSite.FailAsync(() => site.Http.GetAsync("http://server:81/x?secret"), HttpFailure.CannotConnect);
            Assert.Equal("cannot GET http://server:81/x: cannot connect to 10.0.0.1:81: refused by server", error.Message);
            error = await ClientSite.FailAsync(() => site.Http.GetAsync("http://nobody/"), HttpFailure.CannotConnect);
            Assert.StartsWith("cannot GET http://nobody/: cannot resolve 'nobody': no such name", error.Message);
        });

    public static TheoryData<int> Moments() => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_request_can_be_cancelled_at_every_moment(int tenths) => ClientSite.RunScript(
        async site =>
        {
            site.ClientHost.Resolver.Delay = TimeSpan.FromSeconds(0.5);
            site.World.Link(site.ClientHost, site.ServerHost).Wire = TestKit.Wire.Local with { Delay = TimeSpan.FromMilliseconds(200) };
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(tenths / 10.0), site.ClientHost.Clock);
            var request = new HttpClientRequest(HttpMethod.Post, "http://server/") { ExpectContinue = true };
            request.SetBody(async (body, token) =>
            {
                await body.WriteAsync(new byte[100_000], token);
                await Task.Delay(TimeSpan.FromSeconds(0.3), site.ClientHost.Clock, token);
                await body.WriteAsync(new byte[100_000], token);
            });
            var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                using var response = await site.Http.SendAsync(request, stop.Token);
                await response.ReadAsBytesAsync(stop.Token);
            });
            Assert.Equal(stop.Token, error.CancellationToken);
            Assert.InRange(site.World.Now.TotalSeconds, tenths / 10.0, (tenths / 10.0) + 0.01);
        },
        async connection =>
        {
            try
            {
                await connection.TakeHeadAsync();
                await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
                await connection.TakeThroughAsync("0\r\n\r\n");
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                await connection.ExpectEndAsync();
            }
            catch (FlowResetException)
            {
                // The client has given up, as it should.
            }
        });

    [Fact]
    public void A_read_that_is_cancelled_can_be_taken_up_again() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1), site.ClientHost.Clock))
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await response.Body.ReadAsync(stop.Token));
            }

            Assert.Equal("late", await response.ReadAsStringAsync());
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
            await Task.Delay(TimeSpan.FromSeconds(3), connection.Clock, connection.Stop);
            await connection.SendAsync("late");
            await connection.ExpectEndAsync();
        });

    private static async Task SilentAsync(ScriptedConnection connection)
    {
        await connection.TakeRequestAsync();
        await Assert.ThrowsAsync<FlowResetException>(connection.ExpectEndAsync);
    }

    private static async Task TrickleAsync(ScriptedConnection connection, string first, string more)
    {
        await connection.TakeRequestAsync();
        await connection.SendAsync(first);
        try
        {
            while (true)
            {
                await connection.SendAsync(more);
                await Task.Delay(TimeSpan.FromSeconds(0.1), connection.Clock, connection.Stop);
            }
        }
        catch (FlowResetException)
        {
            // The client has had enough, as it should.
        }
    }
}
