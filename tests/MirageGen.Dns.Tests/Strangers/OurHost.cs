using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>What our server has on this host.</summary>
internal sealed record OurHost(IpEndpoint Endpoint, INetworkStack Stack, TimeProvider Clock)
{
    public IRandom Random { get; } = SimulatedRandom.FromSeed(1);

    public DnsServer Server { get; } = new(Stack, Clock, SimulatedRandom.FromSeed(2), NullLogger<DnsServer>.Instance);
}
