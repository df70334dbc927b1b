namespace MirageGen.Xen.Guest;

/// <summary>Shows the one property that the first word of the command line names, on the console.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments[0])
        {
            case "say":
                Console.WriteLine(string.Join('|', arguments[1..]));
                return 0;
            case "exit":
                return int.Parse(arguments[1], provider: null);
            case "exceptions":
                Exceptions.Show();
                return 0;
            case "unhandled":
                throw new InvalidOperationException("nobody catches this");
            case "collect":
                Memory.Collect();
                return 0;
            case "exhaust":
                Memory.Exhaust();
                return 0;
            case "memory":
                Console.WriteLine(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
                return 0;
            case "fill":
                Memory.Fill(int.Parse(arguments[1], provider: null));
                return 0;
            case "clock":
                Time.ShowClock();
                return 0;
            case "now":
                Console.WriteLine(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
                return 0;
            case "timers":
                Time.ShowTimersAsync().GetAwaiter().GetResult();
                return 0;
            case "threads":
                Threads.Show();
                return 0;
            case "tasks":
                Threads.ShowTasksAsync().GetAwaiter().GetResult();
                return 0;
            case "soak":
                Soak.Show();
                return 0;
            case "deadlock":
                new ManualResetEvent(initialState: false).WaitOne();
                return 0;
            case "random":
                Randomness.Show();
                return 0;
            case "pages":
                Pages.Show();
                return 0;
            case "hypervisor":
                Hypervisor.Show();
                return 0;
            case "events":
                Hypervisor.ShowEvents();
                return 0;
            case "suspend":
                Console.WriteLine($"suspend {Shim.Suspend()}");
                return 0;
            case "shutdown":
                Shim.ShutDown(int.Parse(arguments[1], provider: null));
                return 0;
            case "flood":
                Flood.Write(int.Parse(arguments[1], provider: null));
                return 0;
            default:
                return Protection.Violate(arguments[0]);
        }
    }
}
