namespace MirageGen.Dns.Tests.Server;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override long GetTimestamp() => 0;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(56);
}
