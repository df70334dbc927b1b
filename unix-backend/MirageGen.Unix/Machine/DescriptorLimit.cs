using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Machine;

/// <summary>How many descriptors, and so connections, the process may have (RLIMIT_NOFILE, getrlimit(2)).</summary>
internal static class DescriptorLimit
{
    private static readonly int Resource = OperatingSystem.IsLinux() ? 7 : 8;

    /// <summary>
    /// Raises it as far as the host allows. The lower limit that a process begins with is for programs that use select(2),
    /// which this one does not; .NET's own host raises it, a NativeAOT image has to do it itself.
    /// </summary>
    public static void Raise()
    {
        if (Libc.GetResourceLimit(Resource, out var limit) == 0 && limit.Soft < limit.Hard)
        {
            // Where the host refuses all the same, what it gave at first remains.
            TrySet(limit.Hard);
        }
    }

    /// <summary>The limit as it is now.</summary>
    public static int Current =>
        Libc.GetResourceLimit(Resource, out var limit) == 0 ? (int)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;

    /// <summary>Sets it, and gives up to raise it again.</summary>
    public static bool TrySet(ulong descriptors) =>
        Libc.SetResourceLimit(Resource, new() { Soft = descriptors, Hard = descriptors }) == 0;
}
