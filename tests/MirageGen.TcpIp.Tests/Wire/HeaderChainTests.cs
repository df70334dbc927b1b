using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Wire;

public sealed class HeaderChainTests
{
    [Fact]
    public void No_extension_headers_are_a_chain_of_nothing()
    {
        Assert.Equal(WireError.None, IPv6HeaderChain.TryRead(17, [1, 2], out var chain));
        Assert.Equal((17, 0, 6, false), (chain.NextHeader, chain.Octets, chain.NextHeaderOffset, chain.IsFragment));
    }

    [Fact]
    public void Hop_by_hop_with_a_router_alert_then_icmp()
    {
        Assert.Equal(WireError.None, IPv6HeaderChain.TryRead(0, [58, 0, 5, 2, 0, 0, 1, 0], out var chain));
        Assert.True(chain.HasRouterAlert);
        Assert.Equal((58, 8, 40), (chain.NextHeader, chain.Octets, chain.NextHeaderOffset));
    }

    [Fact]
    public void Hop_by_hop_counts_only_in_front()
    {
        Assert.Equal(WireError.Value, IPv6HeaderChain.TryRead(60, [0, 0, 1, 4, 0, 0, 0, 0, 58, 0, 1, 4, 0, 0, 0, 0], out var chain));
        Assert.Equal((ChainProblem.NextHeader, 40), (chain.Problem, chain.ProblemOffset));
    }

    [Theory]
    [InlineData(0x1E, ChainProblem.None, WireError.None)]
    [InlineData(0x5E, ChainProblem.None, WireError.Option)]
    [InlineData(0x9E, ChainProblem.Option, WireError.Option)]
    [InlineData(0xDE, ChainProblem.OptionUnlessMulticast, WireError.Option)]
    public void An_option_says_what_is_done_about_it(byte option, ushort problem, ushort error)
    {
        var result = IPv6HeaderChain.TryRead(60, [17, 0, option, 4, 0, 0, 0, 0], out var chain);
        Assert.Equal((WireError)error, result);
        Assert.Equal((ChainProblem)problem, chain.Problem);
        Assert.Equal(result == WireError.None ? 0 : 42, chain.ProblemOffset);
    }

    [Fact]
    public void A_routing_header_is_refused_unless_it_has_arrived()
    {
        Assert.Equal(WireError.None, IPv6HeaderChain.TryRead(43, [17, 0, 0, 0, 0, 0, 0, 0], out var chain));
        Assert.Equal(17, chain.NextHeader);
        Assert.Equal(WireError.Value, IPv6HeaderChain.TryRead(43, [17, 2, 0, 1, .. new byte[20]], out chain));
        Assert.Equal((ChainProblem.Field, 42), (chain.Problem, chain.ProblemOffset));
    }

    [Fact]
    public void A_chain_without_end_is_given_up()
    {
        var octets = new byte[8 * 20];
        for (var i = 0; i < octets.Length; i += 8)
        {
            octets[i] = 60;
            octets[i + 2] = 1;
            octets[i + 3] = 4;
        }

        Assert.Equal(WireError.Option, IPv6HeaderChain.TryRead(60, octets, out var chain));
        Assert.Equal(IPv6HeaderChain.MostHeaders * 8, chain.Octets);
    }
}
