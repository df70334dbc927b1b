using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Tests;

public sealed class FullSocketTests
{
    private static readonly IpEndpoint Here = new(IPv4Address.Loopback, 53);

    [Fact]
    public void Who_waits_for_space_goes_on_when_the_host_takes_more() => Run(async (socket, fake) =>
    {
        await socket.WaitForSpaceAsync();
        fake.Blocked = true;
        Assert.False(socket.TryReserve(new(Here), 10, out var room));
        Assert.True(room.IsEmpty);

        var space = socket.WaitForSpaceAsync().AsTask();
        await Task.Yield();
        Assert.False(space.IsCompleted);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await socket.WaitForSpaceAsync());
        fake.Blocked = false;
        socket.OnUnblocked();
        await space;
        Assert.True(socket.TryReserve(new(Here), 10, out _));
    });

    [Fact]
    public void Disposing_gives_what_is_left_a_moment_to_leave() => Run(async (socket, fake) =>
    {
        fake.Blocked = true;
        var disposed = socket.DisposeAsync().AsTask();
        await Task.Yield();
        Assert.False(disposed.IsCompleted || fake.IsClosed);
        fake.Blocked = false;
        socket.OnUnblocked();
        await disposed;
        Assert.True(fake.IsClosed);
    });

    [Fact]
    public void Disposing_does_not_wait_for_a_host_that_takes_nothing() => Run(async (socket, fake) =>
    {
        fake.Blocked = true;
        await socket.DisposeAsync();
        Assert.True(fake.IsClosed);
    });

    private static void Run(Func<HostUdpSocket, FakeSocket, Task> test) => LoopKind.Epoll.Run(async rig =>
    {
        var fake = new FakeSocket();
        await test(new(rig.Loop, IPv4Address.Loopback, [fake], static (IUdpSocket _, in Datagram _) => { }), fake);
    });

    private sealed class FakeSocket() : DatagramSocket(Here)
    {
        private readonly byte[] _room = new byte[100];

        public bool Blocked { get; set; }

        public bool IsClosed { get; private set; }

        public override bool IsBlocked => Blocked;

        public override void Start(HostUdpSocket owner)
        {
        }

        public override void ReportErrors()
        {
        }

        public override string? SetGroup(IpAddress group, IpAddress local, bool isToJoin) => "there are no groups here";

        public override bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
        {
            payload = Blocked ? default : _room;
            return !Blocked;
        }

        public override void Send(int length)
        {
        }

        public override void Flush()
        {
        }

        public override void Close() => IsClosed = true;
    }
}
