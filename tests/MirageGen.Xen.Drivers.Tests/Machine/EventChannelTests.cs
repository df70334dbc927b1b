using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The bitmaps alone, as the hypervisor sets them.</summary>
public sealed unsafe class EventChannelTests : IDisposable
{
    private const int Ports = 4096;

    private readonly ulong* _page = (ulong*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(4096);
    private readonly EventChannels _channels;

    public EventChannelTests() => _channels = new((byte*)_page);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(2000)]
    [InlineData(4095)]
    public void A_notified_port_is_called_once(uint port)
    {
        var listener = new Listener();
        _channels.Listen(port, listener);

        Set(port);
        Set(port);
        _channels.Dispatch();
        _channels.Dispatch();
        Assert.Equal(1, listener.Calls);
    }

    [Fact]
    public void Every_port_has_its_own_bit()
    {
        var listeners = Enumerable.Range(0, Ports).Select(static _ => new Listener()).ToArray();
        for (var port = 0u; port < Ports; port++)
        {
            _channels.Listen(port, listeners[port]);
        }

        for (var port = 0u; port < Ports; port += 3)
        {
            Set(port);
        }

        _channels.Dispatch();
        Assert.Equal(Enumerable.Range(0, Ports).Select(static port => port % 3 == 0 ? 1 : 0), listeners.Select(static listener => listener.Calls));
    }

    [Fact]
    public void What_is_notified_while_its_handler_runs_is_called_again()
    {
        var listener = new Listener();
        listener.OnCall = () => Set(70);
        _channels.Listen(70, listener);
        Set(70);
        _channels.Dispatch();
        Assert.Equal(1, listener.Calls);
        _channels.Dispatch();
        Assert.Equal(2, listener.Calls);
    }

    [Fact]
    public void Nobody_is_called_for_a_masked_or_a_forgotten_port()
    {
        var listener = new Listener();
        _channels.Listen(5, listener);
        _channels.Listen(6, listener);
        _page[(2560 / 8) + 0] = 1ul << 5;
        _channels.Forget(6);
        Set(5);
        Set(6);
        Set(900);
        _channels.Dispatch();
        Assert.Equal(0, listener.Calls);
    }

    [Fact]
    public void A_handler_may_forget_and_listen()
    {
        var second = new Listener();
        var first = new Listener();
        first.OnCall = () =>
        {
            _channels.Forget(3);
            _channels.Listen(200, second);
            Set(200);
        };
        _channels.Listen(2, first);
        _channels.Listen(3, first);
        Set(2);
        Set(3);
        _channels.Dispatch();
        _channels.Dispatch();
        Assert.Equal((1, 1), (first.Calls, second.Calls));
    }

    [Fact]
    public void A_port_beyond_the_bitmaps_is_refused() =>
        Assert.Throws<DeviceException>(() => _channels.Listen(Ports, new Listener()));

    public void Dispose() => System.Runtime.InteropServices.NativeMemory.Free(_page);

    private void Set(uint port) => _page[(2048 / 8) + (port / 64)] |= 1ul << (int)(port % 64);

    private sealed class Listener : IEventHandler
    {
        public int Calls { get; private set; }

        public Action? OnCall { get; set; }

        public void OnEvent()
        {
            Calls++;
            OnCall?.Invoke();
        }
    }
}
