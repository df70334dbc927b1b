using System.Text.Json;
using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>What a build makes, and what it says when the machine lacks something.</summary>
public sealed class BuildTests(Images images)
{
    [Fact]
    public void A_build_makes_the_image_that_dotnet_run_boots()
    {
        var image = images.Build("examples/Hello");

        Assert.True(File.Exists(image), image);
    }

    /// <summary>dotnet run computes what to run within itself, which is not as a build does it.</summary>
    [Fact]
    public void Dotnet_run_comes_as_far_as_the_tool()
    {
        var run = Shell.Run(
            "dotnet", "run", "--project", Path.Combine(Guest.Root(), "examples", "StaticWebsite"), "-c", "Release", "-p:MirageTarget=xen", "-p:MirageMemory=0");

        Assert.Equal("mirage-xen: --memory must be between 1 and 65536", run.Errors.Split('\n')[0]);
    }

    [Theory]
    [InlineData("examples/StaticWebsite", " --forward-argument port=8080 --")]
    [InlineData("examples/StaticWebsite", " --forward 1:2 --forward 3:4 --", "-p:MirageForward=1:2%3b3:4")]
    [InlineData("examples/Hello", " --memory 32 --")]
    [InlineData("examples/Hello", " --memory 32 --bridge br0 --", "-p:MirageBridge=br0")]
    [InlineData("examples/Hello", " --memory 32 --disk \"a.img\" --disk \"of b.img\" --", "-p:MirageRunDisks=a.img%3bof b.img")]
    public void A_run_has_the_ports_of_the_appliance_and_what_else_it_is_told(string project, string end, params string[] properties)
    {
        images.Of(project);

        var run = Shell.Run(
            "dotnet", ["msbuild", Path.Combine(Guest.Root(), project), "-nologo", "-p:Configuration=Release", "-p:MirageTarget=xen", .. properties,
            "-t:ComputeRunArguments", "-getProperty:RunArguments"]);

        Assert.EndsWith(end, run.Succeeded().TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>The compiler of an image takes the switch for a constant; what it then does is what LogMessage's tests say.</summary>
    [Theory]
    [InlineData("false")]
    [InlineData("true", "-p:MirageForeignLoggers=true")]
    public void An_image_has_a_way_to_foreign_loggers_only_where_it_is_told_to(string value, params string[] properties)
    {
        var options = Shell.Run(
            "dotnet", ["msbuild", Path.Combine(Guest.Root(), "tests", "MirageGen.Xen.Guest"), "-nologo", .. properties,
            "-getItem:RuntimeHostConfigurationOption"]).Succeeded();

        using var items = JsonDocument.Parse(options);
        var option = Assert.Single(
            items.RootElement.GetProperty("Items").GetProperty("RuntimeHostConfigurationOption").EnumerateArray(),
            item => item.GetProperty("Identity").GetString() == "MirageGen.Logging.ForeignLoggers");
        Assert.Equal(value, option.GetProperty("Value").GetString());
        Assert.Equal("true", option.GetProperty("Trim").GetString());
    }

    [Fact]
    public void A_publish_that_is_told_to_writes_a_disk_with_the_arguments_on_it()
    {
        var folder = Directory.CreateTempSubdirectory("miragegen-xen-");
        Images.Publish("examples/Hello", folder.FullName, "-p:MirageDisk=true", "-p:MirageDiskArguments=--name 'the cloud'");
        var configuration = Shell.Run("mtype", "-i", $"{folder.FullName}/Hello.img@@1048576", "::/boot/grub/grub.cfg");
        folder.Delete(recursive: true);

        Assert.Contains("multiboot2 '/boot/Hello.xen' '--name' 'the cloud'\n", configuration.Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:MirageGrub=/nowhere", "'/nowhere/boot.img' is missing, with which a disk boots (Debian: apt install grub-pc-bin); the property MirageGrub names another folder.")]
    [InlineData("-p:MirageCompress=false", "A disk boots only an image that is compressed: leave out MirageCompress or MirageDisk.")]
    public void A_disk_that_cannot_be_made_is_one_line(string property, string line)
    {
        var build = Shell.Run(
            "dotnet", "msbuild", Path.Combine(Guest.Root(), "tests", "MirageGen.Xen.Guest"), "-nologo", "-v:quiet",
            "-t:MirageCheckDisk", "-p:MirageDisk=true", property);

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(line, build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_processor_is_refused_with_what_to_set()
    {
        var build = Shell.Run(
            "dotnet", "msbuild", Path.Combine(Guest.Root(), "tests", "MirageGen.Xen.Guest"), "-nologo", "-v:quiet",
            "-t:MirageCheckRuntime", "-p:RuntimeIdentifier=linux-arm64");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("this one is for 'linux-arm64': set RuntimeIdentifier to linux-x64", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_linker_is_named_with_the_package_that_has_it()
    {
        var build = Shell.Run(
            "dotnet", "msbuild", Path.Combine(Guest.Root(), "tests", "MirageGen.Xen.Guest"), "-nologo", "-v:quiet",
            "-t:MirageFindLinker", "-p:MirageLinker=no-such-linker");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(
            "The linker 'no-such-linker' is not installed: install GNU ld (Debian: apt install binutils)",
            build.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MUSL", "libc.a", "musl-dev")]
    [InlineData("XEN", "xen.h", "libxen-dev")]
    [InlineData("LZMA", "liblzma.a", "liblzma-dev")]
    public void What_the_native_parts_are_built_from_is_named_with_the_package_that_has_it(string variable, string file, string package)
    {
        var folder = Directory.CreateTempSubdirectory("miragegen-xen-");
        var make = Shell.Run(
            "make", "--silent", "-C", Path.Combine(Guest.Root(), "xen-backend", "native"),
            $"OUT={folder.FullName}", $"{variable}={folder.FullName}/{file}", "all", "unpacker");
        folder.Delete(recursive: true);

        Assert.NotEqual(0, make.ExitCode);
        Assert.Contains($"(Debian: apt install {package})", make.Errors, StringComparison.Ordinal);
    }
}
