using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Tests;

/// <summary>Settings become xl.cfg(5), and what that cannot hold is refused.</summary>
public sealed class DomainConfigurationTests
{
    [Fact]
    public void Everything_is_written() =>
        Assert.Equal(
            """
            name = "hello-1"
            type = "pvh"
            kernel = "/share/kernel"
            extra = "--port 80"
            memory = 48
            vcpus = 2
            tsc_mode = "native"
            on_poweroff = "preserve"
            on_reboot = "preserve"
            on_crash = "preserve"
            on_watchdog = "preserve"
            vif = ["bridge=xenbr0"]
            disk = ["format=raw, vdev=xvda, access=rw, target=/dev/vda", "format=raw, vdev=xvdb, access=rw, target=/x,y", "format=raw, vdev=xvdc, access=ro, target=/z"]

            """,
            Write(new("image")
            {
                Arguments = "--port 80",
                MemoryMebibytes = 48,
                VirtualProcessors = 2,
                Bridge = "xenbr0",
                Disks = ["/dev/vda", "/x,y"],
                ReadOnlyDisks = ["/z"],
            }));

    [Theory]
    [InlineData("say \"hello\"", "extra = 'say \"hello\"'")]
    [InlineData("don't", "extra = \"don't\"")]
    [InlineData("a#b\\n$c", "extra = \"a#b\\n$c\"")]
    public void Arguments_are_quoted_with_the_quotes_that_they_do_not_hold(string arguments, string line) =>
        Assert.Contains(line + "\n", Write(new("image") { Arguments = arguments }), StringComparison.Ordinal);

    [Theory]
    [InlineData("'\"", "xenbr0")]
    [InlineData("a\nmemory = 99999", "xenbr0")]
    [InlineData("a\rb", "xenbr0")]
    [InlineData("a\0b", "xenbr0")]
    [InlineData("", "")]
    [InlineData("", "xenbr0,script=/tmp/x")]
    [InlineData("", "a b")]
    [InlineData("", "a=b")]
    [InlineData("", "a\"'")]
    public void Arguments_and_bridges_that_would_be_more_than_that_are_refused(string arguments, string bridge) =>
        Assert.Throws<XenHostException>(() => Write(new("image") { Arguments = arguments, Bridge = bridge }));

    [Fact]
    public void A_ramdisk_is_written_where_there_is_one()
    {
        Assert.Contains("ramdisk = \"/share/initramfs\"\n", Write(new("image"), "/share/initramfs"), StringComparison.Ordinal);
        Assert.DoesNotContain("ramdisk", Write(new("image")), StringComparison.Ordinal);
    }

    [Fact]
    public void Disks_are_counted() =>
        Assert.Throws<XenHostException>(() => Write(new("image") { Disks = [.. Enumerable.Repeat("/dev/vda", 17)] }));

    private static string Write(DomainSettings settings, string? ramdisk = null) => DomainConfiguration.Write(settings, "hello-1", new("/share/kernel", ramdisk));
}
