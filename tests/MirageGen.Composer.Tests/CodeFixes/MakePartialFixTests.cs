using MirageGen.Composer.CodeFixes.Shape;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class MakePartialFixTests
{
    private const string Title = "Make the class partial";

    private static readonly CodeFixBench Bench = new(new MakePartialFix());

    [Fact]
    public Task A_composition_becomes_partial() => Bench.At("MGEN013",
        """
        [Unikernel]
        public sealed class Site { public Task RunAsync() => Task.CompletedTask; }

        /// <summary>The site under test.</summary>
        [Compose(typeof(Site))]
        internal sealed class [|Website|];
        """).BecomesAsync(Title,
        """
        [Unikernel]
        public sealed class Site { public Task RunAsync() => Task.CompletedTask; }

        /// <summary>The site under test.</summary>
        [Compose(typeof(Site))]
        internal sealed partial class Website;
        """);

    [Fact]
    public Task The_types_around_it_become_partial_too() => Bench.At("MGEN013",
        """
        // The outer one has no modifier.
        class Outer
        {
            [Compose(typeof(string))] class [|Website|];
        }
        """).BecomesAsync(Title,
        """
        // The outer one has no modifier.
        partial class Outer
        {
            [Compose(typeof(string))] partial class Website;
        }
        """);

    [Fact]
    public Task All_of_them_at_once() => Bench.At("MGEN013",
        """
        public class Outer
        {
            [Compose(typeof(string))]
            internal class [|A|];

            [Compose(typeof(string))]
            internal class [|B|];
        }
        """).AllBecomeAsync(Title,
        """
        public partial class Outer
        {
            [Compose(typeof(string))]
            internal partial class A;

            [Compose(typeof(string))]
            internal partial class B;
        }
        """);

    [Fact]
    public Task Nothing_is_offered_for_one_that_is_partial() => Bench.At("MGEN013",
        "[Compose(typeof(string))] internal partial class [|Website|];").OffersAsync();
}
