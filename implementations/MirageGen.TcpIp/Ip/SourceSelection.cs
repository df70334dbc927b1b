using System.Numerics;

namespace MirageGen.TcpIp;

/// <summary>Which of two addresses of an interface to write from (RFC 6724 section 5).</summary>
internal static class SourceSelection
{
    /// <summary>Whether one of two addresses of the destination's version is the better source.</summary>
    public static bool IsBetter(LocalAddress candidate, LocalAddress best, IpAddress destination)
    {
        // Rule 2: the scope that reaches the destination, and no more than that.
        var scope = ScopeOf(destination);
        var candidateScope = ScopeOf(candidate.Address);
        var bestScope = ScopeOf(best.Address);
        if (candidateScope != bestScope)
        {
            return candidateScope < bestScope ? candidateScope >= scope : bestScope < scope;
        }

        // Rule 3: not one that is on its way out.
        if (candidate.State != best.State)
        {
            return candidate.State == AddressState.Preferred;
        }

        // Rule 8: the longest common prefix; among equals the one that was there first.
        return CommonBits(candidate.Address, destination) > CommonBits(best.Address, destination);
    }

    /// <summary>How far an address reaches: link, site or the world (RFC 4291 section 2.7).</summary>
    private static int ScopeOf(IpAddress address)
    {
        const int Link = 2;
        const int Global = 14;
        if (address.IsV4)
        {
            return Global;
        }

        return address.V6.IsMulticast ? (int)(address.V6.Value >> 112) & 0xF
            : address.V6.IsLinkLocal ? Link
            : Global;
    }

    private static int CommonBits(IpAddress left, IpAddress right) => left.IsV4
        ? BitOperations.LeadingZeroCount(left.V4.Value ^ right.V4.Value)
        : (int)UInt128.LeadingZeroCount(left.V6.Value ^ right.V6.Value);
}
