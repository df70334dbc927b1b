using System.Text;
using CsCheck;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>Dates (RFC 9110 section 5.6.7).</summary>
public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Example = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void All_three_forms_are_read(string text)
    {
        Assert.True(HttpDate.TryRead(Encoding.ASCII.GetBytes(text), out var time));
        Assert.Equal(Example, time);
    }

    [Fact]
    public void A_day_of_two_digits_is_read_in_the_oldest_form()
    {
        Assert.True(HttpDate.TryRead("Wed Nov 16 08:49:37 1994"u8, out var time));
        Assert.Equal(Example.AddDays(10), time);
    }

    [Theory]
    [InlineData("Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    [InlineData("Friday, 31-Dec-49 23:59:59 GMT", 2049)]
    [InlineData("Sunday, 01-Jan-50 00:00:00 GMT", 1950)]
    public void A_year_of_two_digits_is_one_of_this_century_up_to_its_middle(string text, int year)
    {
        Assert.True(HttpDate.TryRead(Encoding.ASCII.GetBytes(text), out var time));
        Assert.Equal(year, time.Year);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("now")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 CET")]
    [InlineData("Sun, 32 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 25:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 0000 08:49:37 GMT")]
    [InlineData("Sun, 06 Now 1994 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Monday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunny, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 UTC")]
    [InlineData("Mon Nov  6 08:49:37 1994")]
    [InlineData("Sun Nov x6 08:49:37 1994")]
    [InlineData("Sun Nov  6 08.49.37 1994")]
    [InlineData(",")]
    [InlineData("Sun,")]
    [InlineData("Sunday,")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("\u00FFun, 06 Nov 1994 08:49:37 GMT")]
    public void What_is_no_date_is_none(string text) => Assert.False(HttpDate.TryRead(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Long[0, 253402300799].Sample(seconds =>
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
            var text = new byte[HttpDate.Length];
            HttpDate.Write(time.AddTicks(5_000_000 % (253402300799 - seconds + 1)), text);
            return HttpDate.TryRead(text, out var read) && read == time;
        });
}
