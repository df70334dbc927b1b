using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>What a client's question comes to: a chain of aliases and what is at its end.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Links">The chain.</param>
/// <param name="Error">Why it is what it is, if that helps.</param>
/// <param name="IsStale">Whether some of it is out of date.</param>
internal sealed record Resolution(ResponseCode Code, IReadOnlyList<LinkAnswer> Links, ExtendedErrorCode? Error, bool IsStale)
{
    /// <summary>A failure.</summary>
    public static Resolution Fail(ExtendedErrorCode error) => new(ResponseCode.ServerFailure, [], error, IsStale: false);
}
