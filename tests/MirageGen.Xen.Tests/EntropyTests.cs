namespace MirageGen.Xen.Tests;

/// <summary>The random generator and where its keys come from.</summary>
public sealed class EntropyTests(Guest guest)
{
    [Theory]
    [InlineData("max,-smap,-rdtscp")]
    [InlineData("max,-smap,-rdtscp,-rdseed")]
    public void Two_boots_give_different_numbers(string processor)
    {
        var first = guest.Boot("random", "-cpu", processor).Succeeded();
        var second = guest.Boot("random", "-cpu", processor).Succeeded();

        Assert.StartsWith("first ", first[0]);
        Assert.NotEqual(first[0], second[0]);
        Assert.All([first, second], lines => Assert.Equal("balanced True, distinct 1000", lines[1]));
    }

    [Fact]
    public void A_processor_without_a_source_of_entropy_is_refused() =>
        Assert.StartsWith(
            "this processor has neither RDSEED nor RDRAND",
            guest.Boot("random", "-cpu", "max,-smap,-rdtscp,-rdseed,-rdrand").Panicked());
}
