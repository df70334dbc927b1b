namespace MirageGen.TcpIp;

/// <summary>
/// The multicast groups of one interface and one version of IP, and the reports by which routers and switches learn of
/// them. IGMP (RFC 3376) and Multicast Listener Discovery (RFC 3810) are one protocol in two formats; what they share is here.
/// </summary>
internal abstract class GroupReports : IDisposable
{
    /// <summary>The most groups that are joined, beyond those that addresses bring: with them, all fit one report.</summary>
    public const int MostJoined = 24;

    /// <summary>Reports of a change, against the loss of one (RFC 3376 section 8.1, RFC 3810 section 9.1).</summary>
    private const int Robustness = 2;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly Alarm _alarm;
    private readonly List<ReportedGroup> _groups = [];
    private readonly List<GroupRecord> _records = [];
    private TimeSpan _answerAt = TimeSpan.MaxValue;
    private TimeSpan _reportAt = TimeSpan.MaxValue;

    protected GroupReports(IpInterface @interface)
    {
        Interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
    }

    /// <summary>How long an older querier is believed to be there after its last query (RFC 3376 section 8.12).</summary>
    protected static TimeSpan OlderQuerierPresent { get; } = TimeSpan.FromSeconds(260);

    protected IpInterface Interface { get; }

    protected TimeSpan Now => _alarm.Now;

    /// <summary>Whether there is a querier that knows an older version of the protocol only.</summary>
    protected abstract bool IsQuerierOlder { get; }

    /// <summary>Whether the interface is in a group.</summary>
    public virtual bool IsMember(IpAddress group) => Find(group) is { IsJoined: true };

    /// <summary>Joins a group, once more.</summary>
    /// <param name="group">The group, without a zone.</param>
    /// <param name="isOfAddress">Whether an address brings it.</param>
    /// <returns>False when too many are joined.</returns>
    public bool TryJoin(IpAddress group, bool isOfAddress = false)
    {
        var joined = Find(group);
        if (joined is null)
        {
            if (!isOfAddress && !HasRoom())
            {
                return false;
            }

            _groups.Add(joined = new(group, isOfAddress));
        }

        joined.Users++;
        if (joined.Users == 1)
        {
            Change(joined);
        }

        return true;
    }

    /// <summary>Leaves a group, as often as it was joined.</summary>
    public void Leave(IpAddress group)
    {
        if (Find(group) is { IsJoined: true } joined)
        {
            joined.Users--;
            if (!joined.IsJoined)
            {
                Change(joined);
            }
        }
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Sends a report of the current version.</summary>
    protected abstract void Send(List<GroupRecord> records);

    /// <summary>Says in the querier's older version that a group is joined or left.</summary>
    protected abstract void SendOlder(IpAddress group, bool isJoined);

    /// <summary>Whether the protocol is to be silent about a group, which everyone is in.</summary>
    protected abstract bool IsUnreported(IpAddress group);

    /// <summary>A querier asks. Answers are spread over the time that it allows; one answer serves for several queries.</summary>
    /// <param name="group">The group it asks about; none for all.</param>
    /// <param name="maxDelay">Within which to answer.</param>
    protected void Ask(IpAddress group, TimeSpan maxDelay)
    {
        var isAsked = false;
        foreach (var joined in _groups)
        {
            if (joined.IsJoined && !IsUnreported(joined.Group) && (group.IsNone || joined.Group == group))
            {
                joined.IsAsked = isAsked = true;
            }
        }

        if (isAsked)
        {
            _answerAt = Alarm.Earlier(_answerAt, Now + (maxDelay * Interface.Host.Random.NextFraction()));
            _alarm.Set(_answerAt);
        }
    }

    /// <summary>Another host has told an older querier of a group: it needs to hear it once only (RFC 2236 section 3).</summary>
    protected void Heard(IpAddress group)
    {
        if (IsQuerierOlder && Find(group) is { } joined)
        {
            joined.IsAsked = false;
        }
    }

    private ReportedGroup? Find(IpAddress group)
    {
        foreach (var candidate in _groups)
        {
            if (candidate.Group == group)
            {
                return candidate;
            }
        }

        return null;
    }

    private bool HasRoom()
    {
        if (_groups.FindAll(group => !group.IsOfAddress).Count < MostJoined)
        {
            return true;
        }

        // One that was left may be forgotten before it has been said twice.
        var left = _groups.FindIndex(group => !group.IsOfAddress && !group.IsJoined);
        if (left >= 0)
        {
            _groups.RemoveAt(left);
        }

        return left >= 0;
    }

    private void Change(ReportedGroup group)
    {
        group.IsAsked = false;
        group.ReportsLeft = IsUnreported(group.Group) ? 0 : Robustness;
        Report();
    }

    private void OnDue()
    {
        var now = Now;
        if (_answerAt <= now)
        {
            _answerAt = TimeSpan.MaxValue;
            Answer();
        }

        if (_reportAt <= now)
        {
            Report();
        }

        _alarm.Set(Alarm.Earlier(_answerAt, _reportAt));
    }

    /// <summary>Tells of the changes that have not been told of often enough.</summary>
    private void Report()
    {
        _records.Clear();
        var isMoreLeft = false;
        foreach (var group in _groups)
        {
            if (group.ReportsLeft > 0)
            {
                group.ReportsLeft--;
                isMoreLeft |= group.ReportsLeft > 0;
                _records.Add(new(group.Group, group.IsJoined ? GroupRecord.ChangeToExclude : GroupRecord.ChangeToInclude));
            }
        }

        SendRecords();
        _groups.RemoveAll(static group => !group.IsJoined && group.ReportsLeft == 0);
        _reportAt = isMoreLeft ? Now + ReportInterval : TimeSpan.MaxValue;
        _alarm.Set(_reportAt);
    }

    private void Answer()
    {
        _records.Clear();
        foreach (var group in _groups)
        {
            if (group.IsAsked && group.IsJoined)
            {
                _records.Add(new(group.Group, GroupRecord.IsExclude));
            }

            group.IsAsked = false;
        }

        SendRecords();
    }

    private void SendRecords()
    {
        if (_records.Count == 0)
        {
            return;
        }

        Interface.Host.Counters.GroupReports.Increment();
        if (!IsQuerierOlder)
        {
            Send(_records);
            return;
        }

        foreach (var record in _records)
        {
            SendOlder(record.Group, record.Type != GroupRecord.ChangeToInclude);
        }
    }
}
