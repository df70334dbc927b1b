using MirageGen.TcpIp.Tcp;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

public sealed class EphemeralPortTests
{
    private static readonly IpAddress Local = IpAddress.Parse("10.0.0.1");
    private static readonly IpEndpoint Remote = IpEndpoint.Parse("10.0.0.2:80");

    [Fact]
    public void Each_port_comes_once_before_one_comes_again()
    {
        var ports = Ports(seed: 1);
        var chosen = Enumerable.Range(0, 100).Select(_ => ports.Choose(Local, Remote, new Judge([]))!.Value.Local.Port).ToArray();
        Assert.Equal(Enumerable.Range(40_000, 100), chosen.Order());
    }

    [Fact]
    public void Where_they_begin_depends_on_the_peer_and_the_secret()
    {
        int[] first =
        [
            .. Enumerable.Range(1, 20).Select(seed => Ports((ulong)seed).Choose(Local, Remote, new Judge([]))!.Value.Local.Port),
        ];
        Assert.InRange(first.Distinct().Count(), 10, 20);
    }

    [Fact]
    public void Those_taken_are_passed_over_until_there_is_none()
    {
        var ports = Ports(seed: 1);
        HashSet<int> taken = [.. Enumerable.Range(40_000, 99)];
        Assert.Equal(40_099, ports.Choose(Local, Remote, new Judge(taken))!.Value.Local.Port);
        taken.Add(40_099);
        Assert.Null(ports.Choose(Local, Remote, new Judge(taken)));
    }

    private static EphemeralPorts Ports(ulong seed) =>
        new(Keys.Secret(seed), SimulatedRandom.FromSeed(seed + 100), 40_000, 40_099);

    private readonly struct Judge(HashSet<int> taken) : IPortJudge
    {
        public bool WillDo(in ConnectionKey key) => !taken.Contains(key.Local.Port);
    }
}
