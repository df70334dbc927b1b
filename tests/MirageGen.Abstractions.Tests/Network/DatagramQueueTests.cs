using MirageGen.Abstractions.Tests.Loop;

namespace MirageGen.Abstractions.Tests.Network;

public sealed class DatagramQueueTests : IDisposable
{
    private static readonly DatagramPath Path = new(IpEndpoint.Parse("198.51.100.1:53"), IpAddress.Parse("192.0.2.1"));

    private readonly TestLoop _loop = new();
    private readonly TestUdpSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<QueuedDatagram> _read = [];

    public void Dispose()
    {
        _stop.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void Datagrams_are_read_in_order_with_their_path_and_socket()
    {
        var queue = new DatagramQueue();
        Receive(queue, 1);
        var reading = ReadAsync(queue);
        Receive(queue, 2);
        Receive(queue, 3);
        Settle();
        Receive(queue, 4);
        Settle();

        Assert.Equal([1, 2, 3, 4], _read.Select(datagram => datagram.Payload.Span[0]));
        Assert.All(_read, datagram => Assert.Equal((Path, _socket), (datagram.Path, datagram.Socket)));
        Assert.False(reading.IsCompleted);
    }

    [Fact]
    public void What_is_read_is_a_copy_of_the_devices_buffer()
    {
        var queue = new DatagramQueue();
        byte[] buffer = [1, 2, 3];
        queue.Handler(_socket, new Datagram(buffer, Path));
        Array.Clear(buffer);
        _ = ReadAsync(queue);

        Assert.Equal([1, 2, 3], _read.Single().Payload.ToArray());
    }

    [Fact]
    public void Beyond_its_bound_new_datagrams_are_dropped_and_counted()
    {
        var queue = new DatagramQueue(capacity: 2);
        for (byte i = 1; i <= 5; i++)
        {
            Receive(queue, i);
        }

        Assert.Equal(3, queue.Drops);
        _ = ReadAsync(queue);
        Receive(queue, 6);
        Settle();

        Assert.Equal([1, 2, 6], _read.Select(datagram => datagram.Payload.Span[0]));
        Assert.Equal(3, queue.Drops);
    }

    [Fact]
    public void Cancelling_ends_a_waiting_reader_in_order()
    {
        var reading = ReadAsync(new DatagramQueue());
        Settle();

        _stop.Cancel();
        Settle();

        Assert.True(reading.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_reader_that_was_cancelled_before_reads_nothing()
    {
        var queue = new DatagramQueue();
        Receive(queue, 1);
        _stop.Cancel();

        Assert.True(ReadAsync(queue).IsCompletedSuccessfully);
        Assert.Empty(_read);
    }

    [Fact]
    public void The_next_reader_goes_on_where_one_stopped()
    {
        var queue = new DatagramQueue();
        _ = ReadAsync(queue);
        Settle();
        _stop.Cancel();
        Settle();
        Receive(queue, 1);

        using var again = new CancellationTokenSource();
        _ = ReadAsync(queue, again.Token);
        Settle();

        Assert.Single(_read);
    }

    [Fact]
    public void A_second_reader_at_a_time_is_refused_and_the_first_goes_on()
    {
        var queue = new DatagramQueue();
        _ = ReadAsync(queue);
        Settle();

        Assert.IsType<InvalidOperationException>(ReadAsync(queue).Exception?.InnerException);
        Receive(queue, 1);
        Settle();

        Assert.Single(_read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_queue_without_room_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatagramQueue(capacity));

    private void Receive(DatagramQueue queue, byte content) => queue.Handler(_socket, new Datagram([content], Path));

    private async Task ReadAsync(DatagramQueue queue, CancellationToken? stop = null)
    {
        await foreach (var datagram in queue.ReadAllAsync(stop ?? _stop.Token))
        {
            _read.Add(datagram);
        }
    }

    private void Settle()
    {
        for (var i = 0; i < 5; i++)
        {
            _loop.Turn();
        }
    }
}
