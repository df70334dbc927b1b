namespace MirageGen.Http.Tests.Client;

/// <summary>What a stream of reads costs: nothing beyond the exchange itself.</summary>
public sealed class ClientAllocationTests
{
    [Theory]
    [InlineData("Content-Length: 4000000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "FA0\r\n")]
    public void Reading_a_body_allocates_nothing_for_each_read(string framing, string chunk) => ClientSite.RunScript(
        async site =>
        {
            site.World.Link(site.ClientHost, site.ServerHost).Wire = TestKit.Wire.Ideal;
            using var response = await site.Http.GetAsync("http://server/");
            var received = 0L;
            var reads = 0;
            var allocated = 0L;
            while (true)
            {
                var read = await response.Body.ReadAsync();
                var before = GC.GetAllocatedBytesForCurrentThread();
                received += read.Buffer.Length;
                response.Body.AdvanceTo(read.Buffer.End);
                while (!read.IsCompleted && response.Body.TryRead(out var more))
                {
                    read = more;
                    received += read.Buffer.Length;
                    response.Body.AdvanceTo(read.Buffer.End);
                }

                allocated += reads++ > 200 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
                if (read.IsCompleted)
                {
                    break;
                }
            }

            Assert.Equal(4_000_000, received);
            Assert.True(reads > 300, $"{reads} reads");

            // The simulated wire's own queues grow now and then; the smallest object for each read would be 24 octets.
            Assert.True(allocated < reads, $"{allocated} octets were allocated in {reads} reads.");
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{framing}");
            for (var i = 0; i < 1000; i++)
            {
                await connection.SendAsync(chunk + new string('x', 4000) + (chunk.Length > 0 ? "\r\n" : ""));
            }

            await connection.SendAsync(chunk.Length > 0 ? "0\r\n\r\n" : "");
            await connection.ExpectEndAsync();
        });
}
