/// <summary>One test between a client and a server: its connections, and its time.</summary>
public sealed class IperfTest(IperfParameters parameters, TimeProvider clock)
{
    private readonly List<IperfStream> _streams = [];
    private readonly TaskCompletionSource _isComplete = new();
    private readonly TaskCompletionSource _isOver = new();
    private Task[] _running = [];
    private long _start;

    public IperfParameters Parameters => parameters;

    /// <summary>Completes when there are as many connections as the test has.</summary>
    public Task IsComplete => _isComplete.Task;

    /// <summary>Completes when the connections are needed no more.</summary>
    public Task IsOver => _isOver.Task;

    public long Octets => _streams.Sum(stream => stream.Octets);

    /// <summary>Adds a connection; it is the test's until that is over.</summary>
    public bool TryAdd(ITcpFlow flow)
    {
        if (_streams.Count == parameters.Parallel)
        {
            return false;
        }

        _streams.Add(new(flow, _streams.Count));
        if (_streams.Count == parameters.Parallel)
        {
            _isComplete.SetResult();
        }

        return true;
    }

    /// <summary>Has data flow from here on.</summary>
    public void Start(bool isSending)
    {
        _start = clock.GetTimestamp();
        var most = parameters.Num == 0 ? long.MaxValue : parameters.Num / parameters.Parallel;
        _running = [.. _streams.Select(stream => isSending ? stream.SendAsync(most) : stream.ReceiveAsync())];
    }

    /// <summary>Lets the time at the start pass that does not count.</summary>
    public async Task OmitAsync(CancellationToken stop)
    {
        if (parameters.Omit > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(parameters.Omit), clock, stop);
            _start = clock.GetTimestamp();
            _streams.ForEach(stream => stream.Omit());
        }
    }

    /// <summary>Lets an amount arrive that is still under way when its sender has seen it off; a second is given.</summary>
    public async Task ArriveAsync(CancellationToken stop)
    {
        for (var left = 100; left > 0 && Octets < parameters.Num; left--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), clock, stop);
        }
    }

    /// <summary>Ends the flow of data, and says what was counted.</summary>
    public async Task<IperfResults> EndAsync()
    {
        var time = clock.GetElapsedTime(_start);
        _streams.ForEach(stream => stream.End());
        await Task.WhenAll(_running);
        return new() { Streams = [.. _streams.Select(stream => stream.Results(time))] };
    }

    /// <summary>Lets go of the connections.</summary>
    public void Finish()
    {
        _streams.ForEach(stream => stream.Abort());
        _isOver.SetResult();
    }
}
