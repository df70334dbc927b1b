namespace MirageGen.Dns.Tests.Client;

/// <summary>What a network tells of servers.</summary>
internal sealed class TestNameServers : INameServers
{
    public IReadOnlyList<IpAddress> NameServers { get; set; } = [];
}
