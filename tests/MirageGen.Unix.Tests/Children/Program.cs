namespace MirageGen.Unix.Tests;

/// <summary>Runs the tests; or, when a test of a whole process started it, one of the <see cref="ChildPrograms"/>.</summary>
internal static class Program
{
    /// <summary>The first word of a child's command line.</summary>
    public const string ChildWord = "--child";

    private static Task<int> Main(string[] arguments) =>
        arguments is [ChildWord, var name, .. var rest] ? Task.FromResult(ChildPrograms.Run(name, rest))
        : arguments.Any(static word => word is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
}
