using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

/// <summary>How an appliance's end becomes a line and an exit code.</summary>
public sealed class ApplianceRunTests
{
    private static readonly BootImage Image = new("site", string.Empty, []);

    [Fact]
    public void What_nobody_caught_is_told_in_full()
    {
        var (code, told) = Run(new InvalidOperationException("no pages"));

        Assert.Equal(ExitCodes.Bug, code);
        Assert.StartsWith("site: System.InvalidOperationException: no pages\n   at ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_memory_to_tell_it_in_full_it_is_named()
    {
        var (code, told) = Run(new UntoldException());

        Assert.Equal(ExitCodes.Bug, code);
        Assert.Equal("site: " + typeof(UntoldException) + ": no room; too little memory is left to say where\n", told);
    }

    [Fact]
    public void That_memory_is_out_is_told_without_any() => Assert.Equal((ExitCodes.Bug, "site: out of memory\n"), Run(new UntoldOutOfMemoryException()));

    private static (int Code, string Told) Run(Exception error)
    {
        var told = string.Empty;
        var code = ApplianceRun.ToEnd(Image, [], text => told += text, text => told += text, _ => throw error, CancellationToken.None);
        return (code, told);
    }

    private sealed class UntoldException() : Exception("no room")
    {
        public override string ToString() => throw new InsufficientMemoryException();
    }

    private sealed class UntoldOutOfMemoryException : OutOfMemoryException
    {
        public override string ToString() => throw new InsufficientMemoryException();
    }
}
