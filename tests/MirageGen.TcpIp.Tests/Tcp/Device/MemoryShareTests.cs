namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>What strangers can make a device keep, by the memory that there is.</summary>
public sealed class MemoryShareTests
{
    private const long Mebi = 1024 * 1024;

    [Fact]
    public void With_much_memory_the_defaults_are_what_they_are() =>
        Assert.Equal(TcpTransportOptions.Default, TcpTransportOptions.ForMemory(4096 * Mebi));

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(256)]
    public void Buffers_and_connections_of_every_kind_leave_room_for_the_appliance(long mebi)
    {
        var options = TcpTransportOptions.ForMemory(mebi * Mebi);

        // Measured generously: what a connection takes in each state, beside its buffers.
        const int Kept = 4096;
        const int KeptInTimeWait = 256;
        var connections = ((options.MaxConnections + options.MaxHalfOpen) * (long)Kept) + (options.MaxTimeWaits * (long)KeptInTimeWait);
        Assert.InRange(connections + options.MaxBufferOctets, 1, mebi * Mebi * 45 / 100);
        Assert.InRange(options.MaxReceiveBuffer, 64 * 1024, options.MaxBufferOctets);
        Assert.InRange(options.MaxSendBuffer, 64 * 1024, options.MaxBufferOctets);
    }

    /// <summary>On Xen an image of a website takes 3.5 MB of a domain, and runtime, drivers and collector 5 MB of what is left.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void In_the_least_domains_too_strangers_leave_room_for_the_rest(int mebi)
    {
        const int Needed = 5;
        const int Kept = 12 * 1024; // a connection with what the web server has of it
        const int Block = 8 * 1024; // what a flow takes though the buffers are full
        const int Slot = 48;
        const int LeastSlots = 16;
        var options = TcpTransportOptions.ForMemory(mebi * Mebi);

        var each = Kept + Block + (LeastSlots * Slot);
        var most = (options.MaxConnections * (long)each) + options.MaxBufferOctets + (options.MaxBufferOctets / 512 * Slot);
        Assert.InRange(most, 1, Math.Max(Mebi / 2, (mebi - Needed) * Mebi));
    }

    [Fact]
    public void The_least_memory_still_makes_options_that_work()
    {
        var options = TcpTransportOptions.ForMemory(1);

        Assert.True(options is { MaxConnections: 8, MaxHalfOpen: 8, MaxTimeWaits: 8, MaxReceiveBuffer: 65_536, MaxSendBuffer: 65_536 });
    }
}
