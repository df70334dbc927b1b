using CsCheck;
using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

public sealed class BootUsageTests
{
    [Fact]
    public void Help_lists_every_argument_in_two_columns() => Assert.Equal(
        """
        Site: Serves pages

        Arguments:
          --port <number>       TCP port to serve on [default: 8080]
          --name <text>         Whom to greet
          --verbose             Say more
          --peer <address> ...  A peer, as often as wanted
          --day <day>           The day [default: monday]
          --help                Show this and exit

        """, BootArguments.Usage(Images.Site));

    [Fact]
    public void An_image_without_summary_or_arguments_still_has_help() => Assert.Equal(
        """
        Router

        Arguments:
          --ipv4 <address>  The address [required]
          --help            Show this and exit

        """, BootArguments.Usage(Images.WithRequired));

    [Fact]
    public void A_name_too_long_for_its_column_gets_a_line_of_its_own() => Assert.Equal(
        """
        Site

        Arguments:
          --a-name-that-goes-on-and-on-for-ever <number>
                  What it is
          --help  Show this and exit

        """, BootArguments.Usage(new BootImage("Site", "",
        [
            new("a-name-that-goes-on-and-on-for-ever", BootParameterKind.Value, "number", "What it is", null, isRequired: false),
        ])));

    [Fact]
    public void No_line_ends_in_a_space() => Assert.DoesNotContain(" \n", BootArguments.Usage(new BootImage("Site", "",
    [
        new("bare", BootParameterKind.Value, "number", "", null, isRequired: false),
        new("required", BootParameterKind.Value, "number", "", null, isRequired: true),
        new("an-argument-with-a-name-beyond-its-column", BootParameterKind.Switch, "", "", null, isRequired: false),
    ])), StringComparison.Ordinal);

    [Fact]
    public void Explanations_start_in_one_column() => Gen.Char['a', 'z'].Array[1, 40].Select(letters => new string(letters)).Array[1, 8].Sample(names =>
    {
        var image = new BootImage("Site", "", Array.ConvertAll(
            names, name => new BootParameter(name, BootParameterKind.Value, "x", "#", null, isRequired: false)));
        var lines = BootArguments.Usage(image).Split('\n').Where(line => line.EndsWith('#')).ToArray();
        return lines.Length == names.Length && lines.Select(line => line.IndexOf('#')).Distinct().Count() == 1;
    });
}
