namespace MirageGen.Xen.Tests;

/// <summary>Clocks and timers. The machine's date is the test's, its seconds run as they like.</summary>
public sealed class TimeTests(Guest guest)
{
    [Theory]
    [InlineData("2031-05-06T07:08:09", "2031-05-06 07")]
    [InlineData("2028-02-29T23:10:00", "2028-02-29 23")]
    [InlineData("2027-03-01T00:00:00", "2027-03-01 00")]
    [InlineData("2080-12-31T12:00:00", "2080-12-31 12")]
    public void The_wall_clock_is_the_machines_and_the_other_never_runs_backwards(string date, string read) =>
        Assert.Equal([read, "backwards 0"], guest.Boot("clock", "-rtc", $"base={date}").Succeeded());

    [Fact]
    public void Timers_fire_and_never_early() =>
        Assert.Equal(
            ["fired 4, early 0", "sleep early False, clocks agree True"],
            guest.Boot("timers").Succeeded());
}
