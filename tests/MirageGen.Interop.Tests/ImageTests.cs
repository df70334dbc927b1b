namespace MirageGen.Interop.Tests;

/// <summary>What is in the published binary, and what is not.</summary>
public sealed class ImageTests(PublishedSite published)
{
    [Fact]
    public void No_call_to_a_device_signature_goes_through_an_interface_dispatch_cell() =>
        Assert.Empty(DispatchCells.ToSignatures(published.Binary, PublishedSite.Root()));
}
