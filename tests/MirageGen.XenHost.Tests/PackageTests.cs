using MirageGen.XenHost.Debian;

namespace MirageGen.XenHost.Tests;

/// <summary>What apt prints is read, and nothing else is taken for it.</summary>
public sealed class PackageTests
{
    [Fact]
    public void A_line_of_apt_names_a_package() =>
        Assert.Equal(
            new DebianPackage("busybox-static_1%3a1.35.0-4_amd64.deb", 972412, "SHA256:00ff"),
            DebianPackage.Parse("'http://debian.example/pool/b/busybox-static_1.35.0-4_amd64.deb' busybox-static_1%3a1.35.0-4_amd64.deb 972412 SHA256:00ff"));

    [Theory]
    [InlineData("")]
    [InlineData("Reading package lists...")]
    [InlineData("'http://debian.example/a.deb' a.deb many SHA256:00")]
    [InlineData("'http://debian.example/a.deb' a.deb 12")]
    [InlineData("'http://debian.example/a.deb' a.deb 99999999999999999999 SHA256:00")]
    [InlineData("http://debian.example/a.deb a.deb 12 SHA256:00")]
    [InlineData("'http://debian.example/a.deb' ../a.deb 12 SHA256:00")]
    [InlineData("'http://debian.example/a.deb' /etc/passwd 12 SHA256:00")]
    public void Any_other_line_names_none(string line) => Assert.Null(DebianPackage.Parse(line));

    [Theory]
    [InlineData("zlib1g_1%3a1.2.13.dfsg-1_amd64.deb", "zlib1g=1:1.2.13.dfsg-1")]
    [InlineData("libc6_2.36-9+deb12u14_amd64.deb", "libc6=2.36-9+deb12u14")]
    [InlineData("strange.deb", "strange.deb")]
    public void A_file_is_asked_for_by_name_and_version(string file, string asked) =>
        Assert.Equal(asked, new DebianPackage(file, 1, string.Empty).NameAndVersion);

    [Fact]
    public void Dependencies_are_what_follows_a_package_indented() =>
        Assert.Equal(
            ["libc6", "libxencall1", "<libvirtual>", "xen-hypervisor-4.17-amd64"],
            PackageSelection.ReadDependencies("xen-utils-4.17\n  Depends: libc6\n PreDepends: libxencall1\n  Depends: <libvirtual>\n    libreal\n |Depends: xen-hypervisor-4.17-amd64\n  Recommends: xen-doc\n"));

    [Theory]
    [InlineData("linux-image-6.1.0-56-cloud-amd64", "linux-image-cloud-amd64", true)]
    [InlineData("linux-image-6.1.0-56-amd64", "linux-image-amd64", true)]
    [InlineData("linux-image-6.1.0-56-amd64", "linux-image-cloud-amd64", false)]
    [InlineData("libc6", "linux-image-cloud-amd64", false)]
    [InlineData("nginx-common", "nginx", false)]
    public void A_kernel_is_told_by_the_name_without_its_version(string name, string metapackage, bool isOne) =>
        Assert.Equal(isOne, PackageSelection.IsVersionOf(name, metapackage));

    [Theory]
    [InlineData("libc6", true)]
    [InlineData("zlib1g", true)]
    [InlineData("libxen-common", false)]
    [InlineData("<libvirtual>", false)]
    [InlineData("grub-common", false)]
    public void Libraries_are_told_by_their_names(string name, bool isOne) => Assert.Equal(isOne, PackageSelection.IsLibrary(name));
}
