namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>What is in a published binary on our own stack, and what is not.</summary>
public sealed class ImageTests(Published published)
{
    /// <summary>Upwards there is a choice indeed: by EtherType and by protocol.</summary>
    private static readonly string[] Receivers = ["IFrameReceiver", "IPacketReceiver"];

    [Fact]
    public void No_call_to_a_device_signature_goes_through_an_interface_dispatch_cell() => Assert.DoesNotContain(
        DispatchCells.ToSignatures(published.StaticWebsite, Published.Root()),
        cell => !Receivers.Any(name => cell.Contains($"_{name}__", StringComparison.Ordinal)));
}
