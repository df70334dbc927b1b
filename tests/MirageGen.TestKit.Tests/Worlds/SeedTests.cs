namespace MirageGen.TestKit.Tests.Worlds;

/// <summary>The environment belongs to the whole process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(SeedTests), DisableParallelization = true)]
[Collection(nameof(SeedTests))]
public sealed class SeedTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(Seeds.Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Seeds.Variable, _before);

    [Fact]
    public void The_environment_replays_a_seed()
    {
        Environment.SetEnvironmentVariable(Seeds.Variable, "777");

        Assert.Equal(777UL, World.Run(_ => Task.CompletedTask).Seed);
    }

    [Fact]
    public void The_environment_replays_one_of_many()
    {
        Environment.SetEnvironmentVariable(Seeds.Variable, "0x10");
        var seeds = new List<ulong>();
        World.RunMany(100, world =>
        {
            seeds.Add(world.Seed);
            return Task.CompletedTask;
        });

        Assert.Equal([16UL], seeds);
    }

    [Fact]
    public void A_seed_in_the_test_stands_against_the_environment()
    {
        Environment.SetEnvironmentVariable(Seeds.Variable, "777");

        Assert.Equal(5UL, World.Run(5, _ => Task.CompletedTask).Seed);
    }

    [Fact]
    public void Without_one_each_run_has_a_seed_of_its_own()
    {
        Environment.SetEnvironmentVariable(Seeds.Variable, null);
        var seeds = Enumerable.Range(0, 10).Select(_ => World.Run(_ => Task.CompletedTask).Seed);

        Assert.True(seeds.Distinct().Count() > 5);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("0x")]
    [InlineData("18446744073709551616")]
    public void What_is_no_seed_is_refused_with_the_variable_named(string text)
    {
        var error = Assert.Throws<FormatException>(() => Seeds.Parse(text));

        Assert.StartsWith("MIRAGEGEN_SEED: ", error.Message, StringComparison.Ordinal);
    }
}
