using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Tests;

public sealed class PacketInfoTests
{
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("fe80::1%7")]
    public void An_address_survives_being_written_and_read(string text)
    {
        var address = IpAddress.Parse(text, null);
        Span<byte> control = stackalloc byte[PacketInfo.ControlBytes];
        control.Fill(0xFF);
        var length = PacketInfo.Write(control, address);
        Assert.Equal(0, length % nint.Size);
        Assert.Equal(address, PacketInfo.Read(control[..length]));
    }

    [Fact]
    public void What_is_cut_short_or_senseless_names_no_address()
    {
        Span<byte> control = stackalloc byte[PacketInfo.ControlBytes];
        var length = PacketInfo.Write(control, IPv4Address.Loopback);
        for (var cut = 0; cut < length - nint.Size; cut++)
        {
            Assert.True(PacketInfo.Read(control[..cut]).IsNone);
        }

        // A length of zero, or less than a header's, must not be followed for ever.
        control.Clear();
        Assert.True(PacketInfo.Read(control).IsNone);
        control.Fill(0xFF);
        Assert.True(PacketInfo.Read(control).IsNone);
    }

    [Fact]
    public void Another_message_in_front_is_passed_over()
    {
        Span<byte> control = stackalloc byte[2 * PacketInfo.ControlBytes];
        var first = PacketInfo.Write(control, IPv4Address.Loopback);
        control[nint.Size] = 99;
        var second = PacketInfo.Write(control[first..], IPv6Address.Loopback);
        Assert.Equal(IPv6Address.Loopback, PacketInfo.Read(control[..(first + second)]));
    }
}
