namespace MirageGen.Xen.Tests;

/// <summary>What the shim says when an image cannot go on.</summary>
internal static class Panic
{
    private const string Mark = "panic: ";

    /// <summary>The one line of it, without its first word; the test fails where there is none or several.</summary>
    public static string LineOf(IReadOnlyList<string> console) =>
        Assert.Single(console, line => line.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..];
}
