using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MirageGen.Unix.Tests;

/// <summary>
/// A thread with a network namespace of its own: what it and its child processes do to interfaces concerns nobody else, and
/// is gone when it ends. Needs root, as making interfaces does.
/// </summary>
internal static partial class OwnNamespace
{
    private const int NewNetwork = 0x4000_0000;

    /// <summary>Runs a test on such a thread and waits for it.</summary>
    public static void Run(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.True(Unshare(NewNetwork) == 0, "unshare(2) fails: these tests must run as root");
                test();
            }
#pragma warning disable CA1031 // Whatever it is, the test's own thread throws it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Runs a command of ip(8) in the thread's namespace.</summary>
    public static void Ip(string arguments)
    {
        var (code, output) = Finish(Start("ip", arguments));
        Assert.True(code == 0, $"ip {arguments}: {output}");
    }

    /// <summary>Starts a program in the thread's namespace.</summary>
    public static Process Start(string program, string arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Waits for a program's end.</summary>
    public static (int Code, string Output) Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare")]
    private static partial int Unshare(int flags);
}
