namespace MirageGen.Dns.Tests.Resolver;

/// <summary>A signed tree of zones.</summary>
internal sealed class TestZones
{
    public required string Root { get; init; }

    public required string Anchor { get; init; }

    public required OrgZones Org { get; set; }

    /// <summary>The zone org and one below it.</summary>
    internal sealed record OrgZones(string Text, string Leaf);
}
