namespace MirageGen.Outside.Tests;

/// <summary>The template's appliance, published in the folder of its solution, with one more page.</summary>
public sealed class PublishedTemplate(Outside outside) : IAsyncLifetime
{
    private const string Name = "Published";

    /// <summary>Everything that was published.</summary>
    internal IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>The program.</summary>
    internal string Program => Files.Single(file => Path.GetFileName(file) == Name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await outside.NewAsync("unikernel", "-n", Name);
        outside.Write($"{Name}/{Name}", ("pages/large.txt", string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"))));
        (await outside.DotnetAsync(Name, "publish")).Succeeded();
        Files = Directory.GetFiles(
            Directory.GetDirectories(outside[$"{Name}/{Name}/bin/unix/Release/net10.0"], "publish", SearchOption.AllDirectories).Single());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
