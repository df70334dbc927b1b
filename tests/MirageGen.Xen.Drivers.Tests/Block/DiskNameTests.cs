using MirageGen.Xen.Block;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Names and numbers, after docs/man/xen-vbd-interface of Xen.</summary>
public sealed class DiskNameTests
{
    [Theory]
    [InlineData("xvda", 51712)]
    [InlineData("xvda1", 51713)]
    [InlineData("xvdb", 51728)]
    [InlineData("xvdp15", 51967)]
    [InlineData("xvdq", (1 << 28) | (16 << 8))]
    [InlineData("xvda16", (1 << 28) | 16)]
    [InlineData("xvdz3", (1 << 28) | (25 << 8) | 3)]
    [InlineData("xvdaa", (1 << 28) | (26 << 8))]
    [InlineData("xvdaaa", (1 << 28) | (702 << 8))]
    [InlineData("sda", 2048)]
    [InlineData("sdb2", 2066)]
    [InlineData("hda", 768)]
    [InlineData("hdb1", 833)]
    [InlineData("hdc", 5632)]
    [InlineData("hdd63", 5759)]
    public void A_disk_has_a_number_and_the_number_that_name(string name, uint number)
    {
        Assert.True(DiskName.TryParse(name, out var found));
        Assert.Equal(number, found);
        Assert.Equal(name, DiskName.Of(number));
    }

    [Theory]
    [InlineData("51712", 51712)]
    [InlineData("0", 0)]
    [InlineData("4294967295", uint.MaxValue)]
    public void A_number_is_one(string name, uint number)
    {
        Assert.True(DiskName.TryParse(name, out var found));
        Assert.Equal(number, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xvd")]
    [InlineData("xvd1")]
    [InlineData("xvda0")]
    [InlineData("xvda01")]
    [InlineData("xvda256")]
    [InlineData("xvdA")]
    [InlineData("xvdzzzzzz")]
    [InlineData("xvda1p")]
    [InlineData("xvda-1")]
    [InlineData("sdq")]
    [InlineData("sda16")]
    [InlineData("hde")]
    [InlineData("hda64")]
    [InlineData("vda")]
    [InlineData("4294967296")]
    [InlineData("12 ")]
    [InlineData("../vif/0")]
    public void What_is_no_name_is_none(string name) => Assert.False(DiskName.TryParse(name, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(768 + 128)]
    [InlineData(uint.MaxValue)]
    public void A_number_without_a_name_is_called_by_itself(uint number) =>
        Assert.Equal(number.ToString(System.Globalization.CultureInfo.InvariantCulture), DiskName.Of(number));
}
