using System.Text;

namespace MirageGen.Http.Tests.Client;

/// <summary>Servers that want the client to grow, to hang or to be fooled.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public void A_head_without_end_is_refused() => RefusesEndless("HTTP/1.1 200 OK\r\n", "X-Filler: 0123456789012345678901234567890123456789\r\n", HttpFailure.TooLarge);

    [Fact]
    public void A_field_without_end_is_refused() => RefusesEndless("HTTP/1.1 200 OK\r\nX: ", new string('y', 1000), HttpFailure.TooLarge);

    [Fact]
    public void A_status_line_without_end_is_refused() => RefusesEndless("HTTP/1.1 200 ", new string('y', 1000), HttpFailure.TooLarge);

    [Fact]
    public void Interim_responses_without_end_are_refused() => RefusesEndless("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", HttpFailure.BadResponse);

    [Fact]
    public void Empty_lines_without_end_are_refused() => RefusesEndless("", "\r\n\r\n\r\n\r\n", HttpFailure.BadResponse);

    [Fact]
    public void Chunk_extensions_without_end_are_refused() =>
        RefusesEndless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", new string('y', 1000), HttpFailure.BadResponse);

    [Fact]
    public void Trailers_without_end_are_refused() =>
        RefusesEndless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Filler: 0123456789\r\n", HttpFailure.TooLarge);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("Content-Length: 100000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5F5E100\r\n")]
    public void A_body_without_end_is_refused_where_it_is_gathered(string rest) =>
        RefusesEndless($"HTTP/1.1 200 OK\r\n{rest}", new string('y', 1000), HttpFailure.TooLarge);

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void The_bound_of_interim_responses_is_exact(int count, bool fits) => ClientSite.RunScript(
        async site =>
        {
            if (fits)
            {
                Assert.Equal("ok", await site.GetTextAsync("/"));
            }
            else
            {
                var error = await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.BadResponse);
                Assert.Equal("cannot GET http://server/: the server sends more than 16 interim responses", error.Message);
            }
        },
        ScriptedConnection.Answer(
            string.Concat(Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "HTTP/1.1 100 Continue\r\n\r\n" : "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"))
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void The_bound_of_a_gathered_body_is_exact(int length, bool fits) => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            if (fits)
            {
                Assert.Equal(length, (await response.ReadAsBytesAsync(100)).Length);
            }
            else
            {
                await ClientSite.FailAsync(() => response.ReadAsBytesAsync(100), HttpFailure.TooLarge);
            }
        },
        ScriptedConnection.Answer($"HTTP/1.1 200 OK\r\n\r\n{new string('x', length)}"));

    [Fact]
    public void A_promise_of_much_reserves_little() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            var before = GC.GetAllocatedBytesForCurrentThread();
            await ClientSite.FailAsync(() => response.ReadAsBytesAsync(), HttpFailure.ConnectionLost);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        },
        ScriptedConnection.Answer("HTTP/1.1 200 OK\r\nContent-Length: 16000000\r\n\r\nx"));

    [Fact]
    public void A_body_nobody_reads_holds_the_server_back() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            await site.WaitAsync(20);
            Assert.False(site.Script.HasSentAll);
            var count = 0L;
            while (true)
            {
                var read = await response.Body.ReadAsync();
                count += read.Buffer.Length;
                response.Body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            Assert.Equal(1_000_000, count);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            for (var i = 0; i < 100; i++)
            {
                await connection.SendAsync(new string('x', 10_000));
            }

            connection.Server.HasSentAll = true;
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_reset_in_the_middle_of_a_body_is_a_failure() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            await ClientSite.FailAsync(() => response.ReadAsBytesAsync(), HttpFailure.ConnectionLost);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegun");
            await Task.Delay(TimeSpan.FromSeconds(1), connection.Clock, connection.Stop);
            connection.Flow.Abort("hostile");
        });

    private static void RefusesEndless(string first, string more, HttpFailure failure) => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxBufferedBytes = 100_000 };
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), failure);
            Assert.InRange(site.World.Now.TotalSeconds, 0, 10);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(first);
            var octets = Encoding.Latin1.GetBytes(more);
            try
            {
                while (true)
                {
                    await connection.SendAsync(octets);
                    await Task.Delay(TimeSpan.FromMilliseconds(1), connection.Clock, connection.Stop);
                }
            }
            catch (FlowResetException)
            {
                // The client has had enough, as it should.
            }
        });
}
