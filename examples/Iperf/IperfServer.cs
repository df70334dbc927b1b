/// <summary>The server: one test at a time, as iperf3's; whoever comes meanwhile is told so.</summary>
public sealed class IperfServer(INetworkStack stack, int port, TimeProvider clock, IConsole console)
{
    // iperf3's numbers for what is wrong (iperf_api.h).
    private const int NotImplemented = 13;
    private const int TooManyStreams = 6;
    private const int WrongDatagram = 20;
    private const int ReverseAndBoth = 34;
    private const int MostStreams = 128;

    /// <summary>How long the client may take for each step, and longer than it wanted to measure for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan MostTime = TimeSpan.FromDays(1);

    private byte[]? _cookie;
    private IperfTest? _test;

    /// <summary>Serves a connection, which is a test's control connection or carries its data.</summary>
    public async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var hurry = Within(Patience, stop);
        try
        {
            var cookie = await IperfControl.ReadCookieAsync(flow, hurry.Token);
            if (_cookie is null)
            {
                await ServeTestAsync(cookie, flow, stop);
            }
            else if (_test is { Parameters.Udp: false } test && cookie.AsSpan().SequenceEqual(_cookie) && test.TryAdd(new IperfTcpStream(flow)))
            {
                await test.IsOver;
            }
            else
            {
                await new IperfControl(flow).SendAsync(IperfState.AccessDenied, hurry.Token);
            }
        }
        catch (IperfException error)
        {
            console.WriteLine($"{flow.RemoteEndpoint}: {error.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            console.WriteLine($"{flow.RemoteEndpoint}: the client takes too long");
        }
    }

    private async Task ServeTestAsync(byte[] cookie, ITcpFlow flow, CancellationToken stop)
    {
        _cookie = cookie;
        try
        {
            var control = new IperfControl(flow);
            using var hurry = Within(Patience, stop);
            await control.SendAsync(IperfState.ParameterExchange, hurry.Token);
            var parameters = await control.ReceiveAsync(IperfJson.Default.IperfParameters, hurry.Token);
            if (Refusal(parameters) is var (error, why))
            {
                await control.SendErrorAsync(error, hurry.Token);
                throw new IperfException($"refused: the client asks for {why}");
            }

            _test = new(parameters, isServer: true, clock);
            await using var datagrams = parameters.Udp ? new IperfUdpPort(stack.Udp, port, flow.RemoteEndpoint.Address, _test, clock) : null;
            await RunAsync(control, _test, stop);
        }
        finally
        {
            _test?.Finish();
            _test = null;
            _cookie = null;
        }
    }

    /// <summary>What of a test cannot be; null when all can.</summary>
    private static (int Error, string Why)? Refusal(IperfParameters parameters) => parameters switch
    {
        { Sctp: true } => (NotImplemented, "SCTP, and there is TCP and UDP only"),
        { Tcp: false, Udp: false } => (NotImplemented, "neither TCP nor UDP"),
        { Reverse: true, Bidirectional: true } => (ReverseAndBoth, "both directions and the reverse one"),
        { Parallel: < 1 or > MostStreams } => (TooManyStreams, $"{parameters.Parallel} streams, and there are 1 to {MostStreams}"),
        { Udp: true, Len: < IperfDatagram.LeastOctets or > IperfDatagram.MostOctets } =>
            (WrongDatagram, $"datagrams of {parameters.Len} octets, and they have {IperfDatagram.LeastOctets} to {IperfDatagram.MostOctets}"),
        _ => null,
    };

    private async Task RunAsync(IperfControl control, IperfTest test, CancellationToken stop)
    {
        using (var hurry = Within(Patience, stop))
        {
            await control.SendAsync(IperfState.CreateStreams, hurry.Token);
            await test.IsComplete.WaitAsync(hurry.Token);
            await control.SendAsync(IperfState.TestStart, hurry.Token);
            await control.SendAsync(IperfState.TestRunning, hurry.Token);
        }

        test.Start();
        IperfResults ours;
        using (var time = Within(TimeToMeasure(test.Parameters), stop))
        {
            var omitting = test.OmitAsync(time.Token);
            await control.ExpectAsync(IperfState.TestEnd, time.Token);
            await test.ArriveAsync(time.Token);
            ours = await test.EndAsync();
            await omitting;
        }

        using (var hurry = Within(Patience, stop))
        {
            await control.SendAsync(IperfState.ExchangeResults, hurry.Token);
            _ = await control.ReceiveAsync(IperfJson.Default.IperfResults, hurry.Token);
            await control.SendAsync(ours, IperfJson.Default.IperfResults, hurry.Token);
            await control.SendAsync(IperfState.DisplayResults, hurry.Token);
            await control.ExpectAsync(IperfState.Done, hurry.Token);
        }

        if (test.IsReceiver)
        {
            console.WriteLine(IperfReport.Line(IperfReport.Received, test.Parameters, test.Select(ours, isSending: false)));
        }

        if (test.IsSender)
        {
            console.WriteLine(IperfReport.Line(IperfReport.Sent, test.Parameters, test.Select(ours, isSending: true)));
        }
    }

    // An amount takes as long as it takes, within reason.
    private static TimeSpan TimeToMeasure(IperfParameters parameters) =>
        parameters.Time > 0 ? TimeSpan.FromSeconds(parameters.Time) + TimeSpan.FromSeconds(parameters.Omit) + Patience : MostTime;

    /// <summary>A token that is cancelled in time, by the appliance's clock, or with another.</summary>
    private Deadline Within(TimeSpan time, CancellationToken stop) => new(clock, time, stop);

    private sealed class Deadline : IDisposable
    {
        private readonly CancellationTokenSource _time;
        private readonly CancellationTokenSource _either;

        public Deadline(TimeProvider clock, TimeSpan time, CancellationToken stop)
        {
            _time = new(time, clock);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, stop);
        }

        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _either.Dispose();
            _time.Dispose();
        }
    }
}
