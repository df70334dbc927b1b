using MirageGen.XenHost.Commands;
using MirageGen.XenHost.Machine;
using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Tests;

/// <summary>What the command line asks for.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task An_image_alone_has_the_defaults()
    {
        var options = await ParseAsync("run", "hello.xen");

        Assert.Equal("hello.xen", options.Image);
        Assert.Equal(64, options.MemoryMebibytes);
        Assert.Equal(1, options.VirtualProcessors);
        Assert.True(options.HasNetwork);
        Assert.Equal("xenbr0", options.Bridge);
        Assert.Empty(options.Forwards);
        Assert.Empty(options.Disks);
        Assert.Empty(options.BootWords);
    }

    [Fact]
    public async Task Everything_can_be_said()
    {
        var options = await ParseAsync(
            "run", "hello.xen", "--memory", "128", "--vcpus=2", "--forward", "8080:80", "--forward", "8443:443", "--disk", "a", "--disk", "b",
            "--bridge", "br0", "--", "--port", "80", "--", "--memory", "1");

        Assert.Equal(128, options.MemoryMebibytes);
        Assert.Equal(2, options.VirtualProcessors);
        Assert.Equal([new(8080, Dom0Network.DomainAddress, 80), new(8443, Dom0Network.DomainAddress, 443)], options.Forwards);
        Assert.Equal(["a", "b"], options.Disks);
        Assert.Equal("br0", options.Bridge);
        Assert.Equal(["--port", "80", "--", "--memory", "1"], options.BootWords);
    }

    [Theory]
    [InlineData("port=8080", "", "8080:8080")]
    [InlineData("port=80", "--name x", "8080:80")]
    [InlineData("port=1023", "", "9023:1023")]
    [InlineData("port=1024", "", "1024:1024")]
    [InlineData("port=8080", "--port 9000", "9000:9000")]
    [InlineData("port=8080", "--port=80 --name x", "8080:80")]
    [InlineData("port=8080", "--port 443", "8443:443")]
    [InlineData("port=", "--port 7007", "7007:7007")]
    [InlineData("port=", "", "")]
    [InlineData("port=8080", "--port http", "")]
    [InlineData("port=8080", "--port 65536", "")]
    [InlineData("port=8080", "--name x --port", "")]
    [InlineData("port=8080", "--web-port 80 --ports 81 --port-x=82", "8080:8080")]
    public async Task What_is_forwarded_follows_the_argument_that_the_domain_is_given(string argument, string words, string expected)
    {
        var options = await ParseAsync(["run", "hello.xen", "--forward-argument", argument, "--", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(expected, string.Join(' ', options.Forwards.Select(forward => $"{forward.HostPort}:{forward.Port}")));
        Assert.All(options.Forwards, forward => Assert.Equal(Dom0Network.DomainAddress, forward.Address));
    }

    [Fact]
    public async Task A_domain_can_do_without_a_network() => Assert.False((await ParseAsync("run", "hello.xen", "--no-network")).HasNetwork);

    [Theory]
    [InlineData]
    [InlineData("run")]
    [InlineData("walk", "hello.xen")]
    [InlineData("run", "hello.xen", "--memroy", "5")]
    [InlineData("run", "hello.xen", "second.xen")]
    [InlineData("run", "hello.xen", "--memory", "0")]
    [InlineData("run", "hello.xen", "--memory", "-1")]
    [InlineData("run", "hello.xen", "--memory", "much")]
    [InlineData("run", "hello.xen", "--memory", "99999999999999999999")]
    [InlineData("run", "hello.xen", "--vcpus", "65")]
    [InlineData("run", "hello.xen", "--forward", "80")]
    [InlineData("run", "hello.xen", "--forward", "0:80")]
    [InlineData("run", "hello.xen", "--forward", "80:65536")]
    [InlineData("run", "hello.xen", "--forward", "127.0.0.1:80:80")]
    [InlineData("run", "hello.xen", "--forward", "80:80,hostfwd=tcp:0.0.0.0:1-10.0.2.20:1")]
    [InlineData("run", "hello.xen", "--forward", "8080:80", "--no-network")]
    [InlineData("run", "hello.xen", "--forward-argument", "port=80", "--no-network")]
    [InlineData("run", "hello.xen", "--forward-argument", "port")]
    [InlineData("run", "hello.xen", "--forward-argument", "=80")]
    [InlineData("run", "hello.xen", "--forward-argument", "port=0")]
    [InlineData("run", "hello.xen", "--forward-argument", "port=80=80")]
    [InlineData("dom0")]
    [InlineData("pack", "hello.xen")]
    [InlineData("pack", "hello.xen", "out.xen", "more")]
    public async Task Anything_else_is_refused(params string[] words) =>
        Assert.Equal(
            CommandLine.BadArguments,
            await new CommandLine(_ => throw new InvalidOperationException("it ran"), _ => throw new InvalidOperationException("it ran"), _ => throw new InvalidOperationException("it ran"), _ => throw new InvalidOperationException("it ran")).InvokeAsync(words));

    [Fact]
    public async Task A_script_is_for_dom0()
    {
        var script = string.Empty;

        Assert.Equal(7, await new CommandLine(_ => Task.FromResult(1), said => Task.FromResult((script = said).Length), _ => { }, _ => { }).InvokeAsync(["dom0", "xl info"]));

        Assert.Equal("xl info", script);
    }

    [Theory]
    [InlineData(null, "pack", "hello.xen", "out.xen")]
    [InlineData("stub", "pack", "hello.xen", "out.xen", "--unpacker", "stub")]
    public async Task An_image_is_compressed_into_another_file(string? unpacker, params string[] words)
    {
        PackOptions? packed = null;

        Assert.Equal(0, await new CommandLine(_ => Task.FromResult(1), _ => Task.FromResult(1), options => packed = options, _ => { }).InvokeAsync(words));

        Assert.Equal(new("hello.xen", "out.xen", unpacker ?? Unpacker.DefaultFile), packed);
    }

    [Fact]
    public void The_domain_splits_its_line_into_the_same_words() =>
        Assert.Equal("--name \"two words\" \"\" --x=1", BootWords.Join(["--name", "two words", "", "--x=1"]));

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    public void A_word_that_no_line_can_hold_is_refused(string word) => Assert.Throws<XenHostException>(() => BootWords.Join([word]));

    [Theory]
    [InlineData("/x/hello.xen", "hello")]
    [InlineData("a b;c", "a-b-c")]
    [InlineData("", "domain")]
    public void A_domain_is_named_after_its_image(string image, string name) => Assert.Equal(name, ImageRunner.NameOf(image));

    [Fact]
    public void The_name_of_a_domain_is_not_longer_than_the_tools_take() => Assert.Equal(32, ImageRunner.NameOf(new string('x', 300)).Length);

    private static async Task<RunOptions> ParseAsync(params string[] words)
    {
        RunOptions? parsed = null;
        Assert.Equal(0, await new CommandLine(options => Task.FromResult((parsed = options) is null ? 1 : 0), _ => Task.FromResult(1), _ => { }, _ => { }).InvokeAsync(words));
        return parsed!;
    }
}
