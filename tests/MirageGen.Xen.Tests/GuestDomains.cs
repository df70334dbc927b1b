using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>Domains of the guest program.</summary>
internal static class GuestDomains
{
    /// <summary>Makes a domain of the guest.</summary>
    /// <param name="xen">Where.</param>
    /// <param name="guest">Whose image it is.</param>
    /// <param name="commandLine">The guest's words: the property first.</param>
    /// <param name="mebi">Its memory.</param>
    public static Task<Domain> CreateAsync(this RealXen xen, Guest guest, string commandLine, int mebi = 64) =>
        xen.CreateAsync(guest.Kernel, commandLine, mebi);

    /// <summary>Makes a domain of the guest and waits for its end.</summary>
    public static Task<DomainOutcome> BootAsync(this RealXen xen, Guest guest, string commandLine, int mebi = 64) =>
        xen.BootAsync(guest.Kernel, commandLine, mebi);

    /// <summary>The same with another of its images.</summary>
    public static async Task<DomainOutcome> BootAsync(this RealXen xen, string kernel, string commandLine, int mebi = 64)
    {
        await using var domain = await xen.CreateAsync(kernel, commandLine, mebi);
        return await DomainOutcome.OfAsync(xen.Dom0, domain);
    }

    private static Task<Domain> CreateAsync(this RealXen xen, string kernel, string commandLine, int mebi) =>
        xen.CreateAsync(new(kernel) { Name = "guest", MemoryMebibytes = mebi, Arguments = commandLine });
}
