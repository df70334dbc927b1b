namespace MirageGen.Outside.Tests;

/// <summary>An appliance for Xen, from the packages. Whether it boots is for the tests of the xen backend.</summary>
public sealed class XenImageTests(Outside outside)
{
    private const string Hello = """
        #:sdk MirageGen.Sdk@1.0.0

        [Unikernel]
        public sealed class Greeter(IConsole console, INetworkStack stack, [Argument("Whom to greet")] string name = "world")
        {
            public Task RunAsync()
            {
                console.WriteLine($"Hello, {name}! {stack.Tcp is not null}");
                return Task.CompletedTask;
            }
        }
        """;

    [Fact]
    public async Task A_publish_writes_an_image_and_configurations_that_name_it()
    {
        outside.Write("xen", ("greeter.cs", Hello));

        (await outside.DotnetAsync("xen", "publish", "-p:MirageTarget=xen", "greeter.cs", "-o", "out")).Succeeded();

        Assert.Equal(["greeter.xen", "greeter.xl", "greeter.xml"], Directory.GetFiles(outside["xen/out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("kernel = \"greeter.xen\"", await ReadAsync("greeter.xl"), StringComparison.Ordinal);
        Assert.Contains("type = \"pvh\"", await ReadAsync("greeter.xl"), StringComparison.Ordinal);

        // libvirt's own schema says whether it can be read.
        (await outside.RunAsync("xen", "virt-xml-validate", "out/greeter.xml", "domain")).Succeeded();
        Assert.Contains($"<kernel>{outside["xen/out/greeter.xen"]}</kernel>", await ReadAsync("greeter.xml"), StringComparison.Ordinal);

        // It has no interpreter, for there is no operating system, and begins with what unpacks it.
        var image = await outside.RunAsync("xen", "readelf", "--program-headers", "--notes", "--wide", "out/greeter.xen");
        image.Succeeded().Printed("Xen").Printed("0x0000000000100000 0x0000000000100000");
        Assert.DoesNotContain("INTERP", image.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_compressed_as_the_property_says_also_when_it_was_built_otherwise_before()
    {
        outside.Write("xencompress", ("greeter.cs", Hello));
        var lengths = new List<long>();
        foreach (var compress in (string[])["true", "false", "false", "true"])
        {
            (await outside.DotnetAsync("xencompress", "publish", "-p:MirageTarget=xen", $"-p:MirageCompress={compress}", "greeter.cs", "-o", "out")).Succeeded();
            lengths.Add(new FileInfo(outside["xencompress/out/greeter.xen"]).Length);
        }

        Assert.Equal(lengths[0], lengths[3]);
        Assert.Equal(lengths[1], lengths[2]);
        Assert.InRange(lengths[0], 1, lengths[1] / 2);
    }

    [Fact]
    public async Task A_missing_linker_is_one_error_that_names_its_package()
    {
        outside.Write("xenlinker", ("greeter.cs", Hello));

        (await outside.DotnetAsync("xenlinker", "publish", "-p:MirageTarget=xen", "-p:MirageLinker=no-such-linker", "greeter.cs")).Ended(1)
            .Printed("The linker 'no-such-linker' is not installed: install GNU ld (Debian: apt install binutils)");
    }

    private Task<string> ReadAsync(string name) =>
        File.ReadAllTextAsync(outside[$"xen/out/{name}"], TestContext.Current.CancellationToken);
}
