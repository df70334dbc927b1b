/// <summary>One test between a client and a server, as one of them sees it: its streams, and its time.</summary>
public sealed class IperfTest(IperfParameters parameters, bool isServer, TimeProvider clock)
{
    private readonly List<IperfStream> _streams = [];
    private readonly TaskCompletionSource _isComplete = new();
    private readonly TaskCompletionSource _isOver = new();
    private Task[] _running = [];
    private long _start;

    public IperfParameters Parameters => parameters;

    /// <summary>In both directions there are as many streams in each, first those on which the client sends.</summary>
    public int StreamCount => parameters.Bidirectional ? parameters.Parallel * 2 : parameters.Parallel;

    /// <summary>Whether this end sends, and whether it receives; it may be both.</summary>
    public bool IsSender => IsSending(isServer ? StreamCount - 1 : 0);

    public bool IsReceiver => !IsSending(isServer ? 0 : StreamCount - 1);

    /// <summary>Completes when there are as many streams as the test has.</summary>
    public Task IsComplete => _isComplete.Task;

    /// <summary>Completes when the streams are needed no more.</summary>
    public Task IsOver => _isOver.Task;

    private long Received => _streams.Where((_, index) => !IsSending(index)).Sum(stream => stream.Octets);

    /// <summary>Adds a stream; what it stands on is the test's until that is over.</summary>
    public bool TryAdd(IperfStream stream)
    {
        if (_streams.Count == StreamCount)
        {
            return false;
        }

        _streams.Add(stream);
        if (_streams.Count == StreamCount)
        {
            _isComplete.SetResult();
        }

        return true;
    }

    /// <summary>Has data flow from here on.</summary>
    public void Start()
    {
        _start = clock.GetTimestamp();
        var most = parameters.Num == 0 ? long.MaxValue : parameters.Num / parameters.Parallel;
        _running = [.. _streams.Select((stream, index) => IsSending(index) ? stream.SendAsync(most) : stream.ReceiveAsync())];
    }

    /// <summary>What either end has counted on the streams on which this one sends, or on the others.</summary>
    public IReadOnlyList<IperfStreamResults> Select(IperfResults results, bool isSending)
    {
        var ids = Enumerable.Range(0, StreamCount).Where(index => IsSending(index) == isSending).Select(IdOf).ToHashSet();
        return [.. results.Streams.Where(stream => ids.Contains(stream.Id))];
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
        for (var left = 100; left > 0 && IsReceiver && Received < parameters.Num; left--)
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
        return new() { SenderHasRetransmits = IsSender ? 0 : -1, Streams = [.. _streams.Select((stream, index) => stream.Results(IdOf(index), time))] };
    }

    /// <summary>Lets go of the streams.</summary>
    public void Finish()
    {
        _streams.ForEach(stream => stream.Abort());
        _isOver.SetResult();
    }

    // iperf3 has no 2.
    private static int IdOf(int index) => index == 0 ? 1 : index + 2;

    private bool IsSending(int index) => (parameters.Bidirectional ? index < parameters.Parallel : !parameters.Reverse) != isServer;
}
