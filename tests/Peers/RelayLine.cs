using System.Diagnostics;

namespace MirageGen.Peers;

/// <summary>Two namespaces joined by the relay: 10.9.0.1 at the near end, a bridge at the far end.</summary>
internal sealed class RelayLine : IDisposable
{
    private readonly Process _relay;

    public RelayLine(string relay, string arguments)
    {
        Near.Ip("tuntap add near0 mode tap; tuntap add far0 mode tap; link set near0 up; link set far0 up; address add 10.9.0.1/24 dev near0");
        _relay = Near.Start(
            1, [relay, "--left-interface", "near0", "--right-interface", "far0", "--left-no-offload", "--right-no-offload", .. arguments.Split(' ')]);

        // An interface that is open keeps its other end wherever it is moved.
        for (var left = 100; left > 0 && !Near.Exec("ip", "link", "show", "far0").Contains("LOWER_UP", StringComparison.Ordinal); left--)
        {
            Thread.Sleep(50);
        }

        Near.Ip($"link set far0 netns {Far.Name}");
        Far.Ip("link add bridge0 type bridge; link set bridge0 up; link set far0 master bridge0; link set far0 up");
    }

    public PeerNamespace Near { get; } = new();

    public PeerNamespace Far { get; } = new();

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
        _relay.Dispose();
    }
}
