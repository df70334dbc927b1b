/// <summary>The client: connects, says what it wants, and does what the server tells it to.</summary>
public sealed class IperfClient(INetworkStack stack, TimeProvider clock, IRandom random, IConsole console)
{
    /// <summary>Runs one test.</summary>
    /// <exception cref="IperfException">The server is busy, or does not keep to the protocol.</exception>
    public async Task RunAsync(IpEndpoint server, IperfParameters parameters, CancellationToken stop)
    {
        var cookie = NewCookie();
        await using var flow = await stack.Tcp.ConnectAsync(server, stop);
        _ = await flow.Output.WriteAsync(cookie, stop);
        var control = new IperfControl(flow);
        var test = new IperfTest(parameters, isServer: false, clock);
        IperfResults? ours = null;
        List<IAsyncDisposable> opened = [];
        try
        {
            while (true)
            {
                switch (await control.ReceiveAsync(stop))
                {
                    case IperfState.ParameterExchange:
                        await control.SendAsync(parameters, IperfJson.Default.IperfParameters, stop);
                        break;
                    case IperfState.CreateStreams:
                        await ConnectAsync(server, cookie, test, opened, stop);
                        break;
                    case IperfState.TestStart:
                        break;
                    case IperfState.TestRunning:
                        ours = await MeasureAsync(control, test, stop);
                        break;
                    case IperfState.ExchangeResults when ours is not null:
                        await control.SendAsync(ours, IperfJson.Default.IperfResults, stop);
                        Report(test, ours, await control.ReceiveAsync(IperfJson.Default.IperfResults, stop));
                        break;
                    case IperfState.DisplayResults:
                        await control.SendAsync(IperfState.Done, stop);
                        return;
                    case IperfState.AccessDenied:
                        throw new IperfException($"{server} is busy with another test");
                    case IperfState.ServerError:
                        throw new IperfException($"{server} cannot do this test; iperf3's number for it is {await control.ReceiveErrorAsync(stop)}");
                    case var state:
                        throw new IperfException($"{server} says {state}");
                }
            }
        }
        finally
        {
            test.Finish();
            foreach (var stream in opened)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private async Task ConnectAsync(IpEndpoint server, byte[] cookie, IperfTest test, List<IAsyncDisposable> opened, CancellationToken stop)
    {
        for (var i = 0; i < test.StreamCount; i++)
        {
            if (test.Parameters.Udp)
            {
                var (stream, socket) = await IperfUdpConnect.ConnectAsync(stack.Udp, server, test.Parameters, clock, stop);
                opened.Add(socket);
                _ = test.TryAdd(stream);
            }
            else
            {
                var flow = await stack.Tcp.ConnectAsync(server, stop);
                opened.Add(flow);
                _ = await flow.Output.WriteAsync(cookie, stop);
                _ = test.TryAdd(new IperfTcpStream(flow));
            }
        }
    }

    private async Task<IperfResults> MeasureAsync(IperfControl control, IperfTest test, CancellationToken stop)
    {
        test.Start();
        await Task.Delay(TimeSpan.FromSeconds(test.Parameters.Time), clock, stop);
        var results = await test.EndAsync();
        await control.SendAsync(IperfState.TestEnd, stop);
        return results;
    }

    private void Report(IperfTest test, IperfResults ours, IperfResults theirs)
    {
        // In both directions, each has a name.
        var isBoth = test.Parameters.Bidirectional;
        if (test.IsSender)
        {
            Report(isBoth ? "there: " : "", test.Parameters, test.Select(ours, isSending: true), test.Select(theirs, isSending: true));
        }

        if (test.IsReceiver)
        {
            Report(isBoth ? "back: " : "", test.Parameters, test.Select(theirs, isSending: false), test.Select(ours, isSending: false));
        }
    }

    private void Report(string way, IperfParameters parameters, IReadOnlyList<IperfStreamResults> sent, IReadOnlyList<IperfStreamResults> received)
    {
        if (sent.Count == 0 || received.Count == 0)
        {
            throw new IperfException("the server's results are of other streams than the test's");
        }

        console.WriteLine(IperfReport.Line(way + IperfReport.Sent, parameters, sent));
        console.WriteLine(IperfReport.Line(way + IperfReport.Received, parameters, received));
    }

    // The alphabet that iperf3 uses, and its zero at the end.
    private byte[] NewCookie()
    {
        var cookie = new byte[IperfControl.CookieOctets];
        random.Fill(cookie.AsSpan(..^1));
        foreach (ref var letter in cookie.AsSpan(..^1))
        {
            letter = "abcdefghijklmnopqrstuvwxyz234567"u8[letter % 32];
        }

        return cookie;
    }
}
