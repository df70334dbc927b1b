using MirageGen.Composer.CodeFixes.Resolution;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class ChooseDeviceFixTests
{
    private const string Devices = """


        namespace Wires
        {
            public sealed class Copper;
            public sealed class Glass;
        }
        """;

    private static readonly CodeFixBench Bench = new(new ChooseDeviceFix());
    private static readonly (string, string) Candidates = ("candidates", "Wires.Copper;global::Wires.Glass");

    [Fact]
    public Task There_is_one_action_for_each_candidate() => Bench.At("MGEN002",
        "public sealed class Site(INetwork [|network|]);" + Devices, Candidates).OffersAsync(
        "Use Wires.Copper", "Use Wires.Glass");

    [Fact]
    public Task The_choice_stands_before_the_parameter_and_its_namespace_is_imported() => Bench.At("MGEN002",
        """
        public sealed class Site(
            // The public side.
            INetwork [|network|],
            int port = 80);
        """ + Devices,
        Candidates).BecomesAsync("Use Wires.Glass",
        """
        using Wires;

        public sealed class Site(
            // The public side.
            [Use(typeof(Glass))] INetwork network,
            int port = 80);
        """ + Devices);

    [Fact]
    public Task The_choice_stands_beside_other_attributes() => Bench.At("MGEN002",
        """
        using Wires;

        public sealed class Site([DeviceName] INetwork [|network|]);
        """ + Devices,
        Candidates).BecomesAsync("Use Wires.Copper",
        """
        using Wires;

        public sealed class Site([DeviceName, Use(typeof(Copper))] INetwork network);
        """ + Devices);

    [Fact]
    public Task A_choice_for_a_device_deeper_down_is_the_assemblys() => Bench.At("MGEN002",
        """
        using Wires;

        namespace Sites
        {
            public sealed class Site(INetworkStack [|stack|]);
        }
        """ + Devices,
        Candidates, ("signature", "MirageGen.INetwork")).BecomesAsync("Use Wires.Copper",
        """
        using Wires;

        [assembly: Use(typeof(INetwork), typeof(Copper))]

        namespace Sites
        {
            public sealed class Site(INetworkStack stack);
        }
        """ + Devices);

    [Fact]
    public Task All_parameters_can_be_given_the_same() => Bench.At("MGEN002",
        """
        using Wires;

        public sealed class Site(INetwork [|a|], INetwork [|b|]);
        """ + Devices,
        Candidates).AllBecomeAsync("Use Wires.Copper",
        """
        using Wires;

        public sealed class Site([Use(typeof(Copper))] INetwork a, [Use(typeof(Copper))] INetwork b);
        """ + Devices);

    [Fact]
    public Task Nothing_is_offered_without_candidates() => Bench.At("MGEN002",
        "public sealed class Site(INetwork [|network|]);").OffersAsync();

    [Fact]
    public Task Nothing_is_offered_away_from_a_parameter() => Bench.At("MGEN002",
        "public sealed class [|Site|];" + Devices, Candidates).OffersAsync();
}
