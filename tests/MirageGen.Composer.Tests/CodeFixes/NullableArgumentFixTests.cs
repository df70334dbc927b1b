using MirageGen.Composer.CodeFixes.Resolution;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class NullableArgumentFixTests
{
    private const string Title = "Make the argument nullable";

    private static readonly CodeFixBench Bench = new(new NullableArgumentFix());

    [Fact]
    public Task A_default_outside_the_range_becomes_null() => Bench.At("MGEN008",
        """
        using System.ComponentModel.DataAnnotations;

        public sealed class Site([Argument("Port"), Range(1, 65535)] ushort [|port|] = 0, int other = 1);
        """).BecomesAsync(Title,
        """
        using System.ComponentModel.DataAnnotations;

        public sealed class Site([Argument("Port"), Range(1, 65535)] ushort? port = null, int other = 1);
        """);

    [Fact]
    public Task All_of_them_at_once() => Bench.At("MGEN008",
        """
        using System.ComponentModel.DataAnnotations;

        public sealed class Site([Range(1, 9)] int [|a|] = -1, [Range(1, 9)] long [|b|] = 10);
        """).AllBecomeAsync(Title,
        """
        using System.ComponentModel.DataAnnotations;

        public sealed class Site([Range(1, 9)] int? a = null, [Range(1, 9)] long? b = null);
        """);

    [Theory]
    [InlineData("Stream [|source|]")]
    [InlineData("string [|help|] = \"\"")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 9)] int [|port|]")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 9)] int [|port|] = 5")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 9)] int? [|port|] = 10")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 9)] string [|port|] = \"\"")]
    public Task Nothing_is_offered_where_null_would_not_help(string parameter) =>
        Bench.At("MGEN008", $"public sealed class Site({parameter});").OffersAsync();
}
