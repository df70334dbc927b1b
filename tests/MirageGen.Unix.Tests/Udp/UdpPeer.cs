using System.Text;

namespace MirageGen.Unix.Tests;

/// <summary>One end of a conversation in datagrams: sends, and awaits what comes back.</summary>
internal sealed class UdpPeer : IAsyncDisposable
{
    private readonly DatagramQueue _received = new();
    private readonly IAsyncEnumerator<QueuedDatagram> _reader;

    public UdpPeer(IUdp udp, IpEndpoint local)
    {
        Socket = udp.Bind(local, _received.Handler);
        _reader = _received.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
    }

    public IUdpSocket Socket { get; }

    public void Send(IpEndpoint remote, ReadOnlySpan<byte> payload) => Assert.True(Socket.TrySend(new(remote), payload));

    public void Send(IpEndpoint remote, string text) => Send(remote, Encoding.UTF8.GetBytes(text));

    public async Task<QueuedDatagram> ReceiveAsync()
    {
        Assert.True(await _reader.MoveNextAsync());
        return _reader.Current;
    }

    public async Task<string> HearAsync() => Encoding.UTF8.GetString((await ReceiveAsync()).Payload.Span);

    public ValueTask DisposeAsync() => Socket.DisposeAsync();
}
