namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>RFC 5961: resets and SYNs that guess wrong do nothing but draw a challenge; the exact number resets.</summary>
public sealed class InjectionTests(Published published)
{
    [Theory]
    [InlineData("rst_outside", Appliance.V4, "alive")]
    [InlineData("rst_outside", Appliance.V6, "alive")]
    [InlineData("rst_in_window", Appliance.V4, "alive challenged")]
    [InlineData("rst_in_window", Appliance.V6, "alive challenged")]
    [InlineData("rst_exact", Appliance.V4, "reset")]
    [InlineData("rst_exact", Appliance.V6, "reset")]
    [InlineData("syn_injected", Appliance.V4, "alive challenged")]
    [InlineData("syn_injected", Appliance.V6, "alive challenged")]
    [InlineData("data_with_old_ack", Appliance.V4, "alive")]
    [InlineData("data_with_old_ack", Appliance.V6, "alive")]
    public void A_connection_is_ended_by_its_own_numbers_only(string injection, string address, string outcome)
    {
        using var echo = Appliance.Start(published.EchoServer);

        Assert.Equal(outcome, HostileTests.Scapy(echo, injection, address));
    }
}
