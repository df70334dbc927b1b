namespace MirageGen.Dns.Client;

/// <summary>What one question for a host's addresses gave.</summary>
internal sealed class AddressAnswer
{
    private const int MostAliases = 16;
    private const int SoaMinimumOctets = sizeof(uint);

    /// <summary>For how long a denial holds whose zone says nothing.</summary>
    private static readonly TimeSpan LeastDenial = TimeSpan.FromSeconds(5);

    /// <summary>For how long a denial holds at most (RFC 2308 section 5).</summary>
    private static readonly TimeSpan MostDenial = TimeSpan.FromHours(3);

    private readonly List<IpAddress> _addresses = [];

    private AddressAnswer(DomainName end) => End = end;

    /// <summary>The name behind all aliases.</summary>
    public DomainName End { get; private set; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IpAddress> Addresses => _addresses;

    /// <summary>For how long all of it holds.</summary>
    public TimeSpan TimeToLive { get; private set; } = TimeSpan.FromDays(1);

    /// <summary>How the server said that it ended.</summary>
    public ResponseCode Code { get; private init; }

    /// <summary>Reads an answer: aliases in whatever order they come, then the addresses of the name at their end.</summary>
    public static AddressAnswer Read(DnsAnswer answer, DomainName host, RecordType type)
    {
        var read = new AddressAnswer(host) { Code = answer.Code };
        for (var i = 0; i < MostAliases && read.TryFollow(answer); i++)
        {
        }

        foreach (var record in answer.Answers)
        {
            if (record.Type == type && record.Class == RecordClass.Internet && record.Owner == read.End)
            {
                read.Shorten(TimeSpan.FromSeconds(record.Ttl));
                read._addresses.Add(type == RecordType.A ? new IPv4Address(record.Data) : new IPv6Address(record.Data));
            }
        }

        if (read._addresses.Count == 0)
        {
            read.Shorten(DenialTime(answer));
        }

        return read;
    }

    private static TimeSpan DenialTime(DnsAnswer answer)
    {
        foreach (var record in answer.Authorities)
        {
            if (record.Type == RecordType.Soa)
            {
                var minimum = RdataField.ReadNumber(record.Data[^SoaMinimumOctets..]);
                var time = TimeSpan.FromSeconds(Math.Min(minimum, record.Ttl));
                return time < MostDenial ? time : MostDenial;
            }
        }

        return LeastDenial;
    }

    private bool TryFollow(DnsAnswer answer)
    {
        foreach (var record in answer.Answers)
        {
            if (record.Type == RecordType.Cname && record.Owner == End && DomainName.TryRead(record.Data, out var target))
            {
                End = target;
                Shorten(TimeSpan.FromSeconds(record.Ttl));
                return true;
            }
        }

        return false;
    }

    /// <summary>Says that it holds no longer than something else.</summary>
    public void Shorten(TimeSpan time) => TimeToLive = time < TimeToLive ? time : TimeToLive;
}
