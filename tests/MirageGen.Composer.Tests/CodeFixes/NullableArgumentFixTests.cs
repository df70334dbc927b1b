using MirageGen.Composer.CodeFixes.Resolution;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class NullableArgumentFixTests
{
    private const string Title = "Make the argument nullable";

    private static readonly CodeFixBench Bench = new(new NullableArgumentFix());

    [Fact]
    public Task A_default_that_cannot_be_shown_becomes_null() => Bench.At("MGEN008",
        """
        public sealed class Site([Argument("Where to listen")] IpEndpoint [|local|] = default, [Argument("Name")] string name = "x");
        """).BecomesAsync(Title,
        """
        public sealed class Site([Argument("Where to listen")] IpEndpoint? local = null, [Argument("Name")] string name = "x");
        """);

    [Fact]
    public Task An_argument_without_a_default_stays_without() => Bench.At("MGEN008",
        """public sealed class Site([Argument("How")] ConsoleColor [|color|]);""").BecomesAsync(Title,
        """public sealed class Site([Argument("How")] ConsoleColor? color);""");

    [Fact]
    public Task All_of_them_at_once() => Bench.At("MGEN008",
        """public sealed class Site(IpAddress [|a|] = default, MacAddress [|b|] = default);""").AllBecomeAsync(Title,
        """public sealed class Site(IpAddress? a = null, MacAddress? b = null);""");

    [Theory]
    [InlineData("Stream [|source|]")]
    [InlineData("Guid? [|id|] = default")]
    [InlineData("Memory<byte> [|data|] = default")]
    public Task Nothing_is_offered_where_null_would_not_help(string parameter) =>
        Bench.At("MGEN008", $"public sealed class Site({parameter});").OffersAsync();
}
