using CsCheck;
using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

public sealed class BootArgumentsTests
{
    [Fact]
    public void Without_words_every_argument_has_its_default()
    {
        var arguments = Images.Parse();

        Assert.Equal(8080, arguments.Value("port", 8080));
        Assert.Equal("world", arguments.Value("name", "world"));
        Assert.True(arguments.Switch("verbose", true));
        Assert.Empty(arguments.List<IpAddress>("peer"));
        Assert.Equal(DayOfWeek.Monday, arguments.Choice<DayOfWeek>("day", DayOfWeek.Monday));
        Assert.Null(arguments.Optional<int>("port"));
        Assert.False(arguments.IsGiven("port") || arguments.HelpRequested);
    }

    [Theory]
    [InlineData("--port", "80")]
    [InlineData("--port=80")]
    public void A_value_follows_its_name_or_an_equals_sign(params string[] words)
    {
        var arguments = Images.Parse(words);

        Assert.Equal(80, arguments.Value("port", 8080));
        Assert.Equal(80, arguments.Required<int>("port"));
        Assert.Equal(80, arguments.Optional<int>("port"));
        Assert.True(arguments.IsGiven("port"));
    }

    [Theory]
    [InlineData("--name=a=b", "a=b")]
    [InlineData("--name=", "")]
    [InlineData("--name=--port", "--port")]
    public void Everything_after_the_first_equals_sign_is_the_value(string word, string value) =>
        Assert.Equal(value, Images.Parse(word).Required<string>("name"));

    [Theory]
    [InlineData("--verbose", true)]
    [InlineData("--verbose=true", true)]
    [InlineData("--verbose=False", false)]
    public void A_switch_stands_alone_or_says_which(string word, bool expected) =>
        Assert.Equal(expected, Images.Parse(word).Switch("verbose", !expected));

    [Fact]
    public void A_switch_takes_no_word_after_it() =>
        Assert.Equal("'false' is not an argument; arguments begin with -- (try --help)", Images.Complaint(() => Images.Parse("--verbose", "false")));

    [Fact]
    public void A_list_keeps_its_values_in_order() => Assert.Equal(
        [IpAddress.Parse("192.0.2.1"), IpAddress.Parse("2001:db8::1")],
        Images.Parse("--peer", "192.0.2.1", "--port=1", "--peer=2001:db8::1").List<IpAddress>("peer"));

    [Fact]
    public void Values_are_read_with_the_types_own_parser_in_no_culture()
    {
        var arguments = Images.Parse("--name", "00:00:01.5");

        Assert.Equal(TimeSpan.FromSeconds(1.5), arguments.Required<TimeSpan>("name"));
        Assert.Equal(1.5, Images.Parse("--name=1.5").Required<double>("name"));
        Assert.Equal(IpEndpoint.Parse("*:80"), Images.Parse("--name=*:80").Required<IpEndpoint>("name"));
        Assert.Equal((Key)"a/b", Images.Parse("--name=/a/b").Required<Key>("name"));
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("-1.5m", -90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("00:01:30", 90)]
    public void A_duration_has_a_unit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Images.Parse($"--name={text}").Required<TimeSpan>("name"));

    [Theory]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("1 s")]
    [InlineData("1e3s")]
    [InlineData("99999999d")]
    [InlineData("79228162514264337593543950335d")]
    [InlineData("soon")]
    public void A_number_alone_is_no_duration(string text) => Assert.Equal(
        $"--name: '{text}' is not a text such as 500ms, 10s or 1.5h",
        Images.Complaint(() => Images.Parse($"--name={text}").Required<TimeSpan>("name")));

    [Fact]
    public void Complaints_name_the_argument_and_what_was_wrong()
    {
        Assert.Equal("--color: no such argument (try --help)", Images.Complaint(() => Images.Parse("--color=red")));
        Assert.Equal("--: no such argument (try --help)", Images.Complaint(() => Images.Parse("--")));
        Assert.Equal("'-port' is not an argument; arguments begin with -- (try --help)", Images.Complaint(() => Images.Parse("-port", "80")));
        Assert.Equal("'' is not an argument; arguments begin with -- (try --help)", Images.Complaint(() => Images.Parse("")));
        Assert.Equal("--port: needs a value, a number", Images.Complaint(() => Images.Parse("--port")));
        Assert.Equal("--peer: needs a value, an address", Images.Complaint(() => Images.Parse("--peer")));
        Assert.Equal("--port: given twice", Images.Complaint(() => Images.Parse("--port", "1", "--port=2")));
        Assert.Equal("--verbose: given twice", Images.Complaint(() => Images.Parse("--verbose", "--verbose")));
        Assert.Equal("--port: 'x' is not a number", Images.Complaint(() => Images.Parse("--port=x").Value("port", 1)));
        Assert.Equal("--peer: 'x' is not an address", Images.Complaint(() => Images.Parse("--peer=x").List<IpAddress>("peer")));
        Assert.Equal("--port: missing; it has no default (try --help)", Images.Complaint(() => Images.Parse().Required<int>("port")));
        Assert.Equal("--port: 99 is not between 1 and 10", Images.Complaint(() => BootArguments.InRange("port", 99, 1, 10)));
    }

    [Theory]
    [InlineData("--verbose=")]
    [InlineData("--verbose=yes")]
    public void A_switch_that_says_something_else_is_told_what_it_may_say(string word) => Assert.Equal(
        $"--verbose: '{word.Split('=')[1]}' is not true or false", Images.Complaint(() => Images.Parse(word).Switch("verbose", false)));

    [Theory]
    [InlineData(1, 1, 10)]
    [InlineData(10, 1, 10)]
    [InlineData(-5, -5, -5)]
    public void A_value_at_the_edge_of_its_range_is_inside(long value, long minimum, long maximum) =>
        Assert.Equal(value, BootArguments.InRange("port", value, minimum, maximum));

    [Fact]
    public void A_missing_required_argument_is_found_before_any_is_read()
    {
        Assert.Equal(
            "--ipv4: missing; it has no default (try --help)",
            Images.Complaint(() => BootArguments.Parse(Images.WithRequired, [])));
        Assert.True(BootArguments.Parse(Images.WithRequired, ["--help"]).HelpRequested);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--port=x", "--nonsense", "--help")]
    public void Help_comes_before_every_complaint(params string[] words) => Assert.True(Images.Parse(words).HelpRequested);

    [Theory]
    [InlineData("friday")]
    [InlineData("Friday")]
    [InlineData("FRIDAY")]
    public void A_choice_is_a_name_in_any_case(string text)
    {
        Assert.Equal(DayOfWeek.Friday, Images.Parse("--day", text).Choice<DayOfWeek>("day", DayOfWeek.Monday));
        Assert.Equal([DayOfWeek.Friday], Images.Parse("--peer", text).Choices<DayOfWeek>("peer"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData(" friday")]
    [InlineData("friday,")]
    [InlineData("monday,friday")]
    [InlineData("someday")]
    public void A_choice_is_no_number_and_no_sum_of_names(string text) => Assert.Equal(
        $"--day: '{text}' is not one of sunday, monday, tuesday, wednesday, thursday, friday, saturday",
        Images.Complaint(() => Images.Parse("--day=" + text).Choice<DayOfWeek>("day", DayOfWeek.Monday)));

    [Fact]
    public void A_choice_without_default_is_missing_when_it_was_not_given() => Assert.Equal(
        "--day: missing; it has no default (try --help)", Images.Complaint(() => Images.Parse().Choice<DayOfWeek>("day", null)));

    [Fact]
    public void Asking_for_an_argument_that_the_image_lacks_is_a_programmers_error() =>
        Assert.Throws<ArgumentException>(() => Images.Parse().IsGiven("color"));

    [Fact]
    public void Complaints_stay_on_one_short_line_whatever_was_typed()
    {
        Assert.Equal("--port: '1?2' is not a number", Images.Complaint(() => Images.Parse("--port=1\n2").Value("port", 1)));
        var complaint = Images.Complaint(() => Images.Parse("--port=" + new string('9', 1_000_000)).Value("port", 1));
        Assert.InRange(complaint.Length, 10, 200);
    }

    [Fact]
    public void Any_words_give_arguments_or_a_complaint() => Gen.OneOf(
        Gen.OneOfConst("--port", "--port=1", "--peer", "--peer=::1", "--verbose", "--name=x", "--", "-h", "=", "80", ""),
        Gen.String[0, 6]).Array[0, 6].Sample(words =>
    {
        try
        {
            var arguments = Images.Parse(words);
            arguments.Value("port", 1);
            arguments.List<IpAddress>("peer");
            return arguments.HelpRequested == words.Any(word => word is "--help" or "-h");
        }
        catch (BootArgumentException complaint)
        {
            return !complaint.Message.Contains('\n') && !words.Contains("-h");
        }
    }, iter: 20_000);
}
