using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>The questions under way: each once, however many ask it, and a bounded number.</summary>
internal sealed class QuestionTable(Recursion recursion, TimeProvider clock, DnsResolverOptions options)
{
    private readonly Dictionary<ResolverQuestion, Task<Resolution>> _open = [];

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>Joins a question that is under way, or begins it; null when there are too many.</summary>
    public Task<Resolution>? Ask(in ResolverQuestion question, bool isRefresh, CancellationToken stop)
    {
        if (_open.TryGetValue(question, out var answer))
        {
            return answer;
        }

        if (_open.Count >= options.MaxOpen)
        {
            return null;
        }

        answer = ResolveAsync(question, isRefresh, stop);
        if (!answer.IsCompleted)
        {
            _open.Add(question, answer);
        }

        return answer;
    }

    private async Task<Resolution> ResolveAsync(ResolverQuestion question, bool isRefresh, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.QuestionTime, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return await recursion.ResolveAsync(question.Name, question.Type, question.IsUnchecked, isRefresh, end.Token);
        }
        catch (DeviceException)
        {
            // A socket could not be had, or its device is gone.
            return Resolution.Fail(ExtendedErrorCode.NetworkError);
        }
        finally
        {
            _open.Remove(question);
        }
    }
}
