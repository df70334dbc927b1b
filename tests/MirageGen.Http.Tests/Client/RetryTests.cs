namespace MirageGen.Http.Tests.Client;

/// <summary>What is sent again, and what is not (RFC 9110 section 9.2.2, RFC 9112 section 9.5).</summary>
public sealed class RetryTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// <summary>Answers one request, and ends the connection when the next one has begun to arrive.</summary>
    private static async Task StaleAsync(ScriptedConnection connection)
    {
        await connection.TakeRequestAsync();
        await connection.SendAsync(Ok);
        await connection.TakeAsync(1);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public void A_stale_connection_costs_an_idempotent_request_nothing(string method) => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            var request = new HttpClientRequest(new HttpMethod(method), "http://server/");
            if (method == "PUT")
            {
                request.SetBody("again");
            }

            using var response = await site.Http.SendAsync(request);
            Assert.True(response.IsSuccess);
            Assert.Equal(2, site.Script.Accepted);
        },
        StaleAsync,
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_post_on_a_stale_connection_fails() => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            await ClientSite.FailAsync(() => site.Http.PostAsync("http://server/", "once"u8.ToArray()), HttpFailure.ConnectionLost);
        },
        StaleAsync);

    [Fact]
    public void A_written_body_is_not_written_twice_unless_it_may_be() => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            await ClientSite.FailAsync(() => site.Http.SendAsync(Put(canRepeat: false)), HttpFailure.ConnectionLost);
            await site.GetTextAsync("/");
            using var response = await site.Http.SendAsync(Put(canRepeat: true));
            Assert.True(response.IsSuccess);
        },
        StaleAsync,
        StaleAsync,
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void A_new_connection_that_is_lost_is_not_tried_again() => ClientSite.RunScript(
        async site => await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.ConnectionLost),
        async connection => await connection.TakeRequestAsync());

    [Fact]
    public void A_connection_lost_after_an_octet_of_the_response_is_not_tried_again() => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.ConnectionLost);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(Ok);
            await connection.TakeRequestAsync();
            await connection.SendAsync("H");
        });

    [Fact]
    public void A_reset_counts_as_an_end() => ClientSite.RunScript(
        async site =>
        {
            await site.GetTextAsync("/");
            Assert.Equal("ok", await site.GetTextAsync("/"));
        },
        async connection =>
        {
            await StaleAsync(connection);
            connection.Flow.Abort("stale");
        },
        ScriptedConnection.AnswerAll(Ok));

    private static HttpClientRequest Put(bool canRepeat)
    {
        var request = new HttpClientRequest(HttpMethod.Put, "http://server/");
        request.SetBody(async (body, stop) => await body.WriteAsync("written"u8.ToArray(), stop), canRepeat: canRepeat);
        return request;
    }
}
