namespace MirageGen.Dns.Client;

/// <summary>Asks one server one question: over UDP from a port of its own, or over TCP.</summary>
internal sealed class Exchange(INetworkStack stack, TimeProvider clock, IRandom random)
{
    /// <summary>Below it are ports that others serve on.</summary>
    private const int FirstPort = 1024;

    /// <summary>How many ports are thrown for before the stack chooses one.</summary>
    private const int PortThrows = 4;

    /// <summary>Questions under way.</summary>
    public int Open { get; private set; }

    /// <summary>Asks.</summary>
    /// <param name="query">What.</param>
    /// <param name="server">Whom.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="isStream">Whether over TCP.</param>
    /// <param name="stop">Gives up; that is no exception here.</param>
    public async ValueTask<Reply> AskAsync(Query query, IpEndpoint server, TimeSpan timeout, bool isStream, CancellationToken stop)
    {
        Open++;
        try
        {
            return isStream
                ? await StreamExchange.AskAsync(stack.Tcp, new(query, random), server, timeout, clock, stop)
                : await AskByDatagramAsync(new(query, random), server, timeout, stop);
        }
        finally
        {
            Open--;
        }
    }

    private async ValueTask<Reply> AskByDatagramAsync(SentQuery query, IpEndpoint server, TimeSpan timeout, CancellationToken stop)
    {
        var exchange = new DatagramExchange(query, server);
        if (Bind(exchange) is not { } socket)
        {
            return new(ReplyKind.Unreachable, []);
        }

        await using (socket)
        {
            return await exchange.RunAsync(socket, timeout, clock, stop);
        }
    }

    private IUdpSocket? Bind(DatagramExchange exchange)
    {
        for (var i = 0; i <= PortThrows; i++)
        {
            var port = i == PortThrows ? 0 : FirstPort + (int)(random.NextUInt32() % (ushort.MaxValue + 1 - FirstPort));
            try
            {
                return stack.Udp.Bind(port, exchange.Receive);
            }
            catch (DeviceException)
            {
                // Somebody has that port.
            }
        }

        return null;
    }
}
