using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Tests;

/// <summary>Of all that xl says the line is found that says why.</summary>
public sealed class XlErrorsTests
{
    [Theory]
    [InlineData(
        "xc: error: panic: xg_dom_core.c:689: xc_dom_find_loader: no loader found: Invalid kernel\nlibxl: error: libxl_dom.c:571:libxl__build_dom: xc_dom_parse_image failed\n",
        "no loader found: Invalid kernel")]
    [InlineData(
        "libxl: error: libxl_domain.c:81:libxl__domain_rename: Domain 6:Domain with name \"g\" already exists.\nlibxl: error: libxl_create.c:1296:initiate_domain_create: Domain 6:cannot make domain: -6\n",
        "Domain 6:Domain with name \"g\" already exists.")]
    [InlineData("Parsing config from x\n  /x: config parsing error\n", "Parsing config from x")]
    [InlineData(
        "xc: error: panic: xg_dom_core.c:536: xc_dom_chk_alloc_pages: segment kernel too large (0x528 > 0x600 - 0x100 pages): Out of memory\n",
        "the image does not fit into its memory, give it more (segment kernel too large (0x528 > 0x600 - 0x100 pages): Out of memory)")]
    [InlineData("", "xl did not say why")]
    [InlineData("\n \n", "xl did not say why")]
    [InlineData("xc: error: ", "xc: error:")]
    public void The_line_nearest_to_the_cause(string errors, string cause) => Assert.Equal(cause, XlErrors.Cause(errors));

    [Fact]
    public void Lines_without_end_are_read_once() =>
        Assert.Equal(1_000_000, XlErrors.Cause("xc: error: " + new string('x', 1_000_000)).Length);
}
