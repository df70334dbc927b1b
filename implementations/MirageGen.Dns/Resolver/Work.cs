namespace MirageGen.Dns.Resolver;

/// <summary>What one question of a client may cost, with all the questions that follow from it.</summary>
internal sealed class Work(DnsResolverOptions options, CancellationToken stop)
{
    /// <summary>How deep questions may follow from questions.</summary>
    public const int MostDepth = 8;

    private readonly List<(DomainName Name, RecordType Type)> _path = [];
    private int _questions;
    private int _fetches;
    private int _verifications;

    /// <summary>Ends it.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>Whether its bounds are reached, so that what fails now says nothing.</summary>
    public bool IsOver => Stop.IsCancellationRequested || _questions >= options.MaxQuestions || _verifications >= options.MaxVerifications;

    /// <summary>Whether another server may be asked.</summary>
    public bool TryAsk() => !Stop.IsCancellationRequested && _questions++ < options.MaxQuestions;

    /// <summary>Whether the address of another name server may be looked up (CVE-2020-8616, "NXNSAttack").</summary>
    public bool TryFetch() => _fetches++ < options.MaxFetches;

    /// <summary>Whether another signature may be verified.</summary>
    public bool TryVerify() => _verifications++ < options.MaxVerifications;

    /// <summary>Begins a question that follows from others; refused when it follows from itself or from too many.</summary>
    public bool TryEnter(DomainName name, RecordType type)
    {
        if (_path.Count >= MostDepth || _path.Contains((name, type)))
        {
            return false;
        }

        _path.Add((name, type));
        return true;
    }

    /// <summary>Ends the question begun last.</summary>
    public void Leave() => _path.RemoveAt(_path.Count - 1);
}
