using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>How a boot ended and what stood on its console.</summary>
/// <param name="ExitCode">The code that the guest gave; null when it ended otherwise, e.g. by a reset.</param>
/// <param name="Console">Its lines.</param>
/// <param name="Emulator">What QEMU itself had to say.</param>
internal sealed record BootOutcome(int? ExitCode, IReadOnlyList<string> Console, string Emulator)
{
    private const int PanicExitCode = 127;

    /// <summary>Reads QEMU's exit code: isa-debug-exit makes it twice the guest's and one.</summary>
    public static BootOutcome From(Outcome emulator) =>
        new(
            emulator.ExitCode % 2 == 1 ? emulator.ExitCode / 2 : null,
            emulator.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            emulator.Errors);

    /// <summary>The console of a guest that ended as it should; the test fails otherwise.</summary>
    public IReadOnlyList<string> Succeeded() => Ended(0);

    /// <summary>The console of a guest that ended with this exit code; the test fails otherwise.</summary>
    public IReadOnlyList<string> Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}\n{string.Join('\n', Console)}\n{Emulator}");
        return Console;
    }

    /// <summary>The line of a guest that panicked, without its first word; the test fails otherwise.</summary>
    public string Panicked() => Panic.LineOf(Ended(PanicExitCode));
}
