using System.Globalization;
using MirageGen.Peers;

// Measures ours beside others, all in one run; everything is built first (NativeAOT).
// Usage: dotnet run --project tests/Peers -c Release -- http|layers|tcp|relay [ROUNDS [SECONDS]]
var what = args.Length > 0 ? args[0] : "http";
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;

using var build = new PeerBuild();
switch (what)
{
    case "http":
        return HttpThroughput.Measure(build, rounds, TimeSpan.FromSeconds(seconds)) == 0 ? 0 : 1;
    case "layers":
        LayerCosts.Measure(build, rounds);
        return 0;
    case "tcp":
        TcpThroughput.Measure(build, rounds, seconds);
        return 0;
    case "relay":
        RelayGoodput.Measure(build, rounds, seconds);
        return 0;
    default:
        Console.Error.WriteLine($"'{what}' is nothing to measure: http, layers, tcp or relay");
        return 2;
}
