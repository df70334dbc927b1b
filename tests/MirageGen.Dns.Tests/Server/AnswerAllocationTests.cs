using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

/// <summary>Answering allocates nothing, whatever the answer.</summary>
public sealed class AnswerAllocationTests
{
    private const string Text = """
        $TTL 300
        @      SOA   ns1 host 7 3600 900 86400 60
               NS    ns1
               MX    10 mail
        ns1    A     192.0.2.53
        mail   A     192.0.2.25
        www    CNAME mail
        *.w    A     192.0.2.77
        sub    NS    ns.sub
        ns.sub A     192.0.2.99
        old    DNAME w
        """;

    [Theory]
    [InlineData("mail.example.", RecordType.A, 46)]
    [InlineData("www.example.", RecordType.A, 64)]
    [InlineData("example.", RecordType.MX, 62)]
    [InlineData("x.w.example.", RecordType.A, 45)]
    [InlineData("host.old.example.", RecordType.A, 87)]
    [InlineData("a.sub.example.", RecordType.A, 64)]
    [InlineData("nowhere.example.", RecordType.A, 77)]
    public void An_answer_costs_no_memory(string name, RecordType type, int least)
    {
        var server = new TestServer(Text, options: new() { PacketCacheOctets = 0 });
        var plain = TestServer.Query(name, type);
        var extended = TestServer.Query(name, type, size: 1232, isDnssecOk: true);
        Allocations.None(() =>
        {
            if (server.Ask(plain).Length < least || server.Ask(extended).Length < least)
            {
                throw new InvalidOperationException("That is not the answer.");
            }
        });
    }
}
