namespace MirageGen.Xen.Tests;

/// <summary>From the loader to Main and back.</summary>
public sealed class BootTests(Guest guest)
{
    private const string StartedOnce = "start";

    [Fact]
    public void The_words_of_the_command_line_are_mains_arguments() =>
        Assert.Equal(["a|b|c d|--port=80"], guest.Boot("say a   b \"c d\" --port=80 ").Succeeded());

    [Fact]
    public void The_exit_code_reaches_the_platform() =>
        guest.Boot("exit 3").Ended(3);

    [Theory]
    [InlineData(256, 1)]
    [InlineData(-1, 127)]
    public void An_exit_code_that_is_not_zero_stays_so(int code, int given) =>
        guest.Boot($"exit {code}").Ended(given);

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    [InlineData("microvm,pit=on,rtc=on")]
    public void Every_machine_type_that_loads_pvh_boots(string machine) =>
        Assert.Equal([StartedOnce], guest.Boot($"say {StartedOnce}", "-machine", machine).Succeeded());

    [Fact]
    public void Eight_mebioctets_are_enough_to_start_in() =>
        Assert.Equal([StartedOnce], guest.Boot($"say {StartedOnce}", "-m", "8").Succeeded());

    [Fact]
    public void A_command_line_that_is_too_long_is_said_to_be() =>
        Assert.StartsWith(
            "the command line has more than 128 words [thread 0]",
            guest.Boot("say " + string.Join(' ', Enumerable.Repeat("word", 200))).Panicked());

    [Fact]
    public void A_processor_of_the_least_level_that_dotnet_asks_for_is_enough() =>
        Assert.Equal(
            [StartedOnce],
            guest.Boot($"say {StartedOnce}", "-cpu", "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16,+lahf-lm,+rdrand").Succeeded());
}
