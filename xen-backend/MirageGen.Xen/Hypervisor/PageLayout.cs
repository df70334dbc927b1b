namespace MirageGen.Xen.Hypervisor;

/// <summary>Pages: the unit in which domains let each other into their memory.</summary>
internal static class PageLayout
{
    /// <summary>Octets of a page.</summary>
    public const int PageOctets = 4096;
}
