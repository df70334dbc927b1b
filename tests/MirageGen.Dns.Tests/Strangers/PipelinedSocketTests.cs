using System.Buffers.Binary;
using System.Globalization;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsServer example, asked several things at once on one connection (RFC 7766 section 6.2.1.1).</summary>
[Collection(nameof(PublishedServer))]
public sealed class PipelinedSocketTests(PublishedServer server)
{
    private const ushort TransferId = 1;

    /// <summary>So many that their transfer, of 13 MB, has room in no socket's buffers: they take 4 MiB where nothing was configured.</summary>
    private const int Names = 60_000;

    private static readonly string Text = new('x', 200);
    private static readonly string Data = $" IN TXT \"{Text}\"";

    [Fact]
    public void Questions_are_answered_before_a_transfer_has_ended()
    {
        var folder = Directory.CreateTempSubdirectory("miragegen-dns-");
        try
        {
            var file = Path.Combine(folder.FullName, "example.net.zone");
            File.WriteAllText(file, $"$TTL 60\n@ SOA ns h 1 1h 15m 14d 5m\n@ NS ns\nns A 192.0.2.1\n$GENERATE 0-{Names - 1} h$ TXT {Text}\n");
            var port = LoopbackPort.Free();
            using var running = server.Start(
                "--port", port.ToString(CultureInfo.InvariantCulture), "--zone", file, "--transfer", "127.0.0.0/8");
            running.WaitForOutput("Serving DNS");
            Transfer(port);
            Assert.Equal(0, running.Stop());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_hundred_questions_in_one_segment_are_all_answered()
    {
        using var client = new SocketClient(Port);
        List<byte> all = [];
        for (ushort id = 1; id <= 100; id++)
        {
            all.AddRange(Framed(id, "www.example.org.", RecordType.A));
        }

        client.Send([.. all]);
        for (ushort id = 1; id <= 100; id++)
        {
            AssertAnswer(client.Receive(), id, "www.example.org. ", " IN A 192.0.2.80");
        }
    }

    [Fact]
    public void A_question_in_single_octets_is_answered()
    {
        using var client = new SocketClient(Port);
        for (ushort id = 1; id <= 3; id++)
        {
            foreach (var octet in Framed(id, "www.example.org.", RecordType.A))
            {
                client.Send([octet]);
            }

            AssertAnswer(client.Receive(), id, "www.example.org. ", " IN A 192.0.2.80");
        }
    }

    private int Port => int.Parse(server.Port, CultureInfo.InvariantCulture);

    /// <summary>
    /// Asks for a transfer and five things with it in one segment, and for one thing more after each of the next five messages:
    /// nothing more is read meanwhile, so that the server cannot go on with the transfer.
    /// </summary>
    private static void Transfer(int port)
    {
        using var client = new SocketClient(port);
        List<byte> first = [.. Framed(TransferId, "example.net.", RecordType.Axfr)];
        ushort asked = TransferId;
        while (asked < TransferId + 5)
        {
            first.AddRange(Framed(++asked, $"h{asked}.example.net.", RecordType.Txt));
        }

        client.Send([.. first]);
        HashSet<string> records = [];
        List<ushort> answered = [];
        string? soa = null;
        var hasEnded = false;
        while (!hasEnded)
        {
            var message = client.Receive();
            var id = BinaryPrimitives.ReadUInt16BigEndian(message);
            if (id != TransferId)
            {
                AssertAnswer(message, id, $"h{id}.example.net. ", Data);
                answered.Add(id);
                continue;
            }

            if (asked < TransferId + 10)
            {
                client.Send(Framed(++asked, $"h{asked}.example.net.", RecordType.Txt));
            }

            foreach (var record in TestResponse.Read(message).Answers)
            {
                Assert.False(hasEnded, $"{record} comes behind the last SOA record");
                soa ??= record;
                hasEnded = record == soa && records.Count > 0;
                Assert.True(records.Add(record) || hasEnded, $"{record} came twice");
            }
        }

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], answered);
        Assert.Contains(" IN SOA ", soa, StringComparison.Ordinal);
        Assert.Equal(Names + 3, records.Count);
        for (var i = 0; i < Names; i++)
        {
            Assert.Contains($"h{i}.example.net. 60{Data}", records);
        }
    }

    private static void AssertAnswer(byte[] message, ushort id, string start, string end)
    {
        Assert.Equal(id, BinaryPrimitives.ReadUInt16BigEndian(message));
        var answer = Assert.Single(TestResponse.Read(message).Answers);
        Assert.StartsWith(start, answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    /// <summary>A question as it goes over TCP.</summary>
    private static byte[] Framed(ushort id, string name, RecordType type)
    {
        var query = TestServer.Query(name, type);
        var framed = new byte[sizeof(ushort) + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed.AsSpan(sizeof(ushort)));
        BinaryPrimitives.WriteUInt16BigEndian(framed.AsSpan(sizeof(ushort)), id);
        return framed;
    }
}
