namespace MirageGen.Outside.Tests;

/// <summary>The solution that <c>dotnet new unikernel</c> makes, built as it is.</summary>
public sealed class BuiltTemplate(Outside outside) : IAsyncLifetime
{
    /// <summary>Its folder, and the name of its appliance.</summary>
    internal const string Name = "MySite";

    /// <summary>How it was built.</summary>
    internal Command Build { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await outside.NewAsync("unikernel", "-n", Name);
        Build = await outside.DotnetAsync(Name, "build");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
