namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>An appliance on a TAP interface in a namespace of its own, whose kernel is its only neighbour.</summary>
internal sealed class Appliance : IDisposable
{
    /// <summary>The kernel's addresses.</summary>
    public const string HostV4 = "10.9.0.1";
    public const string HostV6 = "fd09::1";

    /// <summary>The appliance's addresses.</summary>
    public const string V4 = "10.9.0.2";
    public const string V6 = "fd09::2";

    private const string Interface = "tap0";

    private readonly RunningProgram _program;

    private Appliance(NetworkNamespace space, RunningProgram program)
    {
        Space = space;
        _program = program;
    }

    /// <summary>Where strangers' programs run.</summary>
    public NetworkNamespace Space { get; }

    /// <summary>What the appliance has printed so far.</summary>
    public string Console => _program.Console;

    public bool HasExited => _program.HasExited;

    /// <summary>Waits until it has printed something.</summary>
    public void WaitForOutput(string text) => _program.WaitForOutput(text);

    /// <summary>Starts an appliance with static addresses and waits until it answers.</summary>
    public static Appliance Start(string binary, params string[] arguments)
    {
        var space = new NetworkNamespace();
        try
        {
            space.AddTap(Interface);
            space.AddAddress(Interface, $"{HostV4}/24");
            space.AddAddress(Interface, $"{HostV6}/64");
            var program = space.Start(binary, ["--interface", Interface, "--ipv4", $"{V4}/24", "--ipv6", $"{V6}/64", .. arguments]);
            program.WaitUntil(() => Pings(space, V4) && Pings(space, V6), "an answer to a ping", TimeSpan.FromMinutes(2));
            return new(space, program);
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Ends the appliance in order; nothing but its own words may be on its console.</summary>
    public void Dispose()
    {
        try
        {
            Assert.False(_program.HasExited, $"the appliance has ended: {Console}");
            Assert.Equal(0, _program.Stop());
            Assert.DoesNotContain("xception", Console, StringComparison.Ordinal);
        }
        finally
        {
            Space.Dispose();
        }
    }

    /// <summary>Whether an address answers within a while; asked again and again, an answer lost at the start costs little.</summary>
    internal static bool Pings(NetworkNamespace space, string address) =>
        space.Run("ping", "-q", "-c", "1", "-w", "2", "-i", "0.05", address).ExitCode == 0;
}
