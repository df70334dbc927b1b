using System.Globalization;
using MirageGen.Peers;

// HTTP throughput of the StaticWebsite appliance beside Kestrel and nginx: one core each, keep-alive, all in one run,
// in an order that rotates from round to round. Everything is built first (NativeAOT).
// Usage: dotnet run --project tests/Peers -c Release [-- ROUNDS [SECONDS [FILE]]]
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var path = args.Length > 2 ? args[2] : "/1k.txt";
const int ServerCore = 0;
const int ClientCore = 1;
const int Connections = 64;

using var build = new PeerBuild();
Peer[] peers =
[
    new("MirageGen", 18101, build.Publish("MirageGen/PeerSite.csproj", "PeerSite"), "--port", "18101"),
    new("Kestrel", 18102, build.Publish("Kestrel/Kestrel.csproj", "Kestrel"), "18102", build.Content),
    new("nginx", 18103, "nginx", "-p", build.Folder, "-c", build.WriteNginxConfiguration(18103)),
];

Console.WriteLine($"{rounds} rounds of {seconds} s for each of {peers.Length} servers: about {rounds * (seconds + 3) * peers.Length} s");
var results = peers.ToDictionary(peer => peer.Name, _ => new List<Load>());
for (var round = 0; round < rounds; round++)
{
    for (var i = 0; i < peers.Length; i++)
    {
        var peer = peers[(i + round) % peers.Length];
        using var server = peer.Start(ServerCore);
        Load.Run(server, peer.Port, path, Connections, TimeSpan.FromSeconds(1), ClientCore);
        var load = Load.Run(server, peer.Port, path, Connections, TimeSpan.FromSeconds(seconds), ClientCore);
        Peer.Stop(server);
        results[peer.Name].Add(load);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  round {round + 1} {peer.Name,-10} {load.PerSecond,9:F0}/s {load.PerCpuSecond,9:F0} per CPU s, {load.Failed} failed"));
    }
}

var ours = results[peers[0].Name];
Console.WriteLine();
Console.WriteLine("| server | requests/s | per CPU second | ours/theirs per second | ours/theirs per CPU second | failed |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
foreach (var peer in peers)
{
    var loads = results[peer.Name];
    var perSecond = Spread.Of(loads.Select(load => load.PerSecond));
    var perCpu = Spread.Of(loads.Select(load => load.PerCpuSecond));
    var ratio = Spread.Of(ours.Zip(loads, (a, b) => a.PerSecond / b.PerSecond));
    var cpuRatio = Spread.Of(ours.Zip(loads, (a, b) => a.PerCpuSecond / b.PerCpuSecond));
    Console.WriteLine($"| {peer.Name} | {perSecond:F0} | {perCpu:F0} | {ratio:F2} | {cpuRatio:F2} | {loads.Sum(load => load.Failed)} |");
}

return ours.Sum(load => load.Failed) == 0 ? 0 : 1;
