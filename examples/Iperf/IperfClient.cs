/// <summary>The client: connects, says what it wants, and does what the server tells it to.</summary>
public sealed class IperfClient(ITcp tcp, TimeProvider clock, IRandom random, IConsole console)
{
    /// <summary>Runs one test.</summary>
    /// <exception cref="IperfException">The server is busy, or does not keep to the protocol.</exception>
    public async Task RunAsync(IpEndpoint server, IperfParameters parameters, CancellationToken stop)
    {
        var cookie = NewCookie();
        await using var flow = await tcp.ConnectAsync(server, stop);
        _ = await flow.Output.WriteAsync(cookie, stop);
        var control = new IperfControl(flow);
        var test = new IperfTest(parameters, clock);
        IperfResults? ours = null;
        List<ITcpFlow> flows = [];
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
                        await ConnectAsync(server, cookie, test, flows, stop);
                        break;
                    case IperfState.TestStart:
                        break;
                    case IperfState.TestRunning:
                        ours = await MeasureAsync(control, test, stop);
                        break;
                    case IperfState.ExchangeResults when ours is not null:
                        await control.SendAsync(ours, IperfJson.Default.IperfResults, stop);
                        Report(parameters, ours, await control.ReceiveAsync(IperfJson.Default.IperfResults, stop));
                        break;
                    case IperfState.DisplayResults:
                        await control.SendAsync(IperfState.Done, stop);
                        return;
                    case IperfState.AccessDenied:
                        throw new IperfException($"{server} is busy with another test");
                    case var state:
                        throw new IperfException($"{server} says {state}");
                }
            }
        }
        finally
        {
            test.Finish();
            foreach (var stream in flows)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private async Task ConnectAsync(IpEndpoint server, byte[] cookie, IperfTest test, List<ITcpFlow> flows, CancellationToken stop)
    {
        for (var i = 0; i < test.Parameters.Parallel; i++)
        {
            var flow = await tcp.ConnectAsync(server, stop);
            flows.Add(flow);
            _ = await flow.Output.WriteAsync(cookie, stop);
            _ = test.TryAdd(flow);
        }
    }

    private async Task<IperfResults> MeasureAsync(IperfControl control, IperfTest test, CancellationToken stop)
    {
        test.Start(isSending: !test.Parameters.Reverse);
        await Task.Delay(TimeSpan.FromSeconds(test.Parameters.Time), clock, stop);
        var results = await test.EndAsync();
        await control.SendAsync(IperfState.TestEnd, stop);
        return results with { SenderHasRetransmits = test.Parameters.Reverse ? -1 : 0 };
    }

    private void Report(IperfParameters parameters, IperfResults ours, IperfResults theirs)
    {
        console.WriteLine(IperfReport.Line("sent", parameters.Reverse ? theirs : ours));
        console.WriteLine(IperfReport.Line("received", parameters.Reverse ? ours : theirs));
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
