using MirageGen.Composer.CodeFixes.Shape;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class ClassShapeFixTests
{
    private static readonly CodeFixBench Bench = new(new ClassShapeFix());

    [Fact]
    public Task An_appliance_that_is_not_public_becomes_so() => Bench.At("MGEN006",
        """
        // A site.
        [Unikernel]
        sealed class [|Site|];
        """,
        ("cause", "accessibility")).BecomesAsync("Make the class public",
        """
        // A site.
        [Unikernel]
        public sealed class Site;
        """);

    [Fact]
    public Task A_nested_one_becomes_public_all_the_way() => Bench.At("MGEN012",
        """
        internal static class Devices
        {
            /// <summary>A device.</summary>
            private sealed partial class [|Thing|];
        }
        """,
        ("cause", "accessibility")).BecomesAsync("Make the class public",
        """
        public static class Devices
        {
            /// <summary>A device.</summary>
            public sealed partial class Thing;
        }
        """);

    [Fact]
    public Task An_abstract_one_becomes_sealed() => Bench.At("MGEN006",
        "public abstract class [|Site|];", ("cause", "abstract")).BecomesAsync("Make the class concrete",
        "public sealed class Site;");

    [Fact]
    public Task One_with_virtual_members_stays_open() => Bench.At("MGEN006",
        """public abstract class [|Site|] { public virtual string Greeting => "hello"; }""",
        ("cause", "abstract")).BecomesAsync("Make the class concrete",
        """public class Site { public virtual string Greeting => "hello"; }""");

    [Fact]
    public Task Nothing_is_offered_for_one_with_abstract_members() => Bench.At("MGEN006",
        "public abstract class [|Site|] { public abstract string Greeting { get; } }", ("cause", "abstract")).OffersAsync();

    [Fact]
    public Task A_static_one_becomes_ordinary() => Bench.At("MGEN006",
        "public static class [|Site|];", ("cause", "static")).BecomesAsync("Make the class no longer static",
        "public class Site;");

    [Fact]
    public Task Nothing_is_offered_for_another_cause() => Bench.At("MGEN006",
        "public class [|Site|]<T>;", ("cause", "generic")).OffersAsync();

    [Fact]
    public Task All_of_them_at_once() => Bench.At("MGEN006",
        """
        internal class [|A|];
        internal class [|B|];
        """,
        ("cause", "accessibility")).AllBecomeAsync("Make the class public",
        """
        public class A;
        public class B;
        """);
}
