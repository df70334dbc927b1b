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

    [Theory]
    [InlineData("examples/StaticWebsite", " --forward-argument port=8080 --")]
    [InlineData("examples/StaticWebsite", " --forward 1:2 --forward 3:4 --", "-p:MirageForward=1:2%3b3:4")]
    [InlineData("examples/Hello", " --memory 32 --")]
    public void A_run_forwards_the_port_that_the_appliance_has_unless_it_is_told_others(string project, string end, params string[] properties)
    {
        images.Of(project);

        var run = Shell.Run(
            "dotnet", ["msbuild", Path.Combine(Guest.Root(), project), "-nologo", "-p:Configuration=Release", "-p:MirageTarget=xen", .. properties,
            "-t:ComputeRunArguments", "-getProperty:RunArguments"]);

        Assert.EndsWith(end, run.Succeeded().TrimEnd(), StringComparison.Ordinal);
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
