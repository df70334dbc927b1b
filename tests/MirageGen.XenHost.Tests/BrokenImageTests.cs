using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Tests;

/// <summary>An image that cannot be booted is refused in one line that says why.</summary>
public sealed class BrokenImageTests(RealXen xen, TestGuest guest) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_file_that_is_not_there() =>
        Assert.Equal("there is no image nowhere.xen", await ErrorAsync("nowhere.xen"));

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public async Task A_device(string device) =>
        Assert.Equal($"{device} is no image for Xen: it is not a 64-bit ELF file", await ErrorAsync(device));

    [Fact]
    public async Task A_file_that_is_far_too_large()
    {
        await using (var file = File.OpenWrite(_file))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal($"{_file} is no image for Xen: it has more than 512 MiB", await ErrorAsync(_file));
    }

    [Fact]
    public async Task A_file_that_is_not_ELF()
    {
        await File.WriteAllTextAsync(_file, "#!/bin/sh\nexit\n", RealXen.Cancelled);

        Assert.Equal($"{_file} is no image for Xen: it is not a 64-bit ELF file", await ErrorAsync(_file));
    }

    [Fact]
    public async Task A_program_of_Linux()
    {
        File.Copy("/bin/true", _file, overwrite: true);

        Assert.Equal($"{_file} is no image for Xen: it has no PVH entry (an ELF note of Xen, type 18)", await ErrorAsync(_file));
    }

    [Fact]
    public async Task An_image_that_Xen_itself_refuses()
    {
        // The first segment's address, p_paddr, is beyond the domain's memory.
        var image = await File.ReadAllBytesAsync(guest.Image, RealXen.Cancelled);
        image[64 + 24 + 3] = 0x7f;
        await File.WriteAllBytesAsync(_file, image, RealXen.Cancelled);

        var error = await ErrorAsync(_file);

        Assert.Contains("Invalid kernel", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.DoesNotContain("libxl", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_with_too_little_memory()
    {
        var error = await Assert.ThrowsAsync<XenHostException>(
            () => Domain.CreateAsync(xen.Dom0, new(guest.Image) { Name = "small", MemoryMebibytes = 1 }, RealXen.Cancelled));

        Assert.Contains("segment kernel too large", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("small-", await xen.RunAsync("xl list"), StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<string> ErrorAsync(string image)
    {
        var error = await Assert.ThrowsAsync<XenHostException>(() => Domain.CreateAsync(xen.Dom0, new(image) { Name = "broken" }));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(xen.Dom0.Share, "domains")));
        return error.Message;
    }
}
