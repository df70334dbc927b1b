using System.Runtime.CompilerServices;
using MirageGen.Xen.Machine;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A domain that listens to its toolstack.</summary>
internal sealed class ListeningRig(XenRig machine)
{
    public XenRig Machine => machine;

    /// <summary>Requests to end: whether the domain is to start again.</summary>
    public List<bool> Requests { get; } = [];

    /// <summary>What it said on its console.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Runs a test with a domain that has just begun to listen.</summary>
    /// <param name="test">The test.</param>
    /// <param name="prepare">Changes the store before that.</param>
    /// <param name="name">The test's name.</param>
    public static void Run(Func<ListeningRig, Task> test, Action<SmallXenstored>? prepare = null, [CallerMemberName] string name = "") => XenRig.Run(
        async machine =>
        {
            prepare?.Invoke(machine.Xenstored);
            var rig = new ListeningRig(machine);
            await ShutdownRequests.ListenAsync(machine.Domain, rig.Requests.Add, rig.Lines.Add);
            await XenRig.TurnsAsync(50);
            await test(rig);
        },
        name);

    /// <summary>Asks what a toolstack asks, and gives the domain time for it.</summary>
    public async Task AskAsync(string request)
    {
        machine.Xenstored.Tree.Write(Full("control/shutdown"), request);
        await machine.World.DelayAsync(TimeSpan.FromSeconds(1));
    }

    /// <summary>What stands in the store below the domain's own path.</summary>
    public string? Read(string path) => machine.Xenstored.Tree.Read(Full(path));

    private string Full(string path) => $"/local/domain/{machine.Xenstored.Domain}/{path}";
}
