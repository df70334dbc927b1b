namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Two namespaces joined by the relay: a kernel at the near end, and whatever is bridged to it at the far end.</summary>
internal sealed class RelayedLine : IDisposable
{
    private const string NearInterface = "near0";
    private const string FarInterface = "far0";
    private const string FarBridge = "bridge0";

    private RunningProgram? _relay;

    private RelayedLine()
    {
    }

    /// <summary>Where <see cref="Appliance.HostV4"/> is.</summary>
    public NetworkNamespace Near { get; } = new();

    /// <summary>Where the other host is to be.</summary>
    public NetworkNamespace Far { get; } = new();

    /// <summary>Starts a relay with some arguments of its own.</summary>
    public static RelayedLine Start(string binary, string arguments)
    {
        var line = new RelayedLine();
        try
        {
            line.Near.AddTap(NearInterface);
            line.Near.AddTap(FarInterface);
            line._relay = line.Near.Start(
                binary,
                ["--left-interface", NearInterface, "--right-interface", FarInterface, "--left-no-offload", "--right-no-offload", .. arguments.Split(' ')]);
            line._relay.WaitForOutput("relaying");
            line.Near.AddAddress(NearInterface, $"{Appliance.HostV4}/24");

            // An interface that is open keeps its other end wherever it is moved.
            line.Near.Ip($"link set {FarInterface} netns {line.Far.Name}");
            line.Far.Ip($"link set {FarInterface} up");
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Puts an interface of the far end on the line.</summary>
    public void Bridge(string name)
    {
        Far.Ip($"link add {FarBridge} type bridge");
        Far.Ip($"link set {FarBridge} up");
        Far.Ip($"link set {FarInterface} master {FarBridge}");
        Far.Ip($"link set {name} master {FarBridge}");
    }

    /// <summary>Ends the relay, which says what became of the frames.</summary>
    public string Stop()
    {
        Assert.Equal(0, _relay!.Stop());
        return _relay.Console;
    }

    public void Dispose()
    {
        _relay?.Dispose();
        Near.Dispose();
        Far.Dispose();
    }
}
