namespace MirageGen.Interop.Tests;

/// <summary>What is in the published binary, and what is not.</summary>
public sealed class ImageTests(PublishedSite published)
{
    [Fact]
    public void No_call_to_a_device_signature_goes_through_an_interface_dispatch_cell()
    {
        string[] signatures =
        [
            .. Directory.EnumerateFiles(Path.Combine(PublishedSite.Root(), "abstractions"), "I*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Where(name => char.IsUpper(name[1])),
        ];
        Assert.Contains("ITcpFlow", signatures);

        var symbols = Shell.Run("nm", published.Binary + ".dbg").Succeeded();
        var cells = symbols.Split('\n').Where(line => line.Contains("InterfaceDispatchCell", StringComparison.Ordinal)).ToArray();

        // The image has some, for .NET's own interfaces: otherwise this test would look for the wrong name.
        Assert.NotEmpty(cells);
        Assert.DoesNotContain(cells, cell => signatures.Any(name => cell.Contains($"InterfaceDispatchCell_MirageGen_Abstractions_MirageGen_{name}__", StringComparison.Ordinal)));
    }
}
