using System.Globalization;
using MirageGen.Peers;
using MirageGen.Peers.Dns;
using MirageGen.Peers.Xen;

// Measures ours beside others, all in one run, and ours for a long time; everything is built first (NativeAOT).
// Usage: dotnet run --project tests/Peers -c Release -- http|layers|tcp [ROUNDS [SECONDS]]
//        dotnet run --project tests/Peers -c Release -- relay [ROUNDS [SECONDS [DELAY LOSS REORDERING]]]   (ms, of a thousand)
//        dotnet run --project tests/Peers -c Release -- dns [ROUNDS [SECONDS]] [--quick]
//        dotnet run --project tests/Peers -c Release -- dns-direct [ROUNDS [SECONDS]]
//        dotnet run --project tests/Peers -c Release -- dns-hostile [MILLIONS]
//        dotnet run --project tests/Peers -c Release -- soak [SECONDS]
//        dotnet run --project tests/Peers -c Release -- xen [ROUNDS] [--quick]
//        dotnet run --project tests/Peers -c Release -- xen-dns [ROUNDS [SECONDS]]
//        dotnet run --project tests/Peers -c Release -- xen-soak [MINUTES [REQUESTS]]
if (args is [FirstAnswer.Word, var address, var path])
{
    FirstAnswer.Run(address, path);
    return 0;
}

var isQuick = args.Contains("--quick");
args = [.. args.Where(word => word != "--quick")];
var what = args.Length > 0 ? args[0] : "http";
var rounds = Number(1, otherwise: 5);
var seconds = Number(2, otherwise: 5);

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
        RelayGoodput.Measure(build, rounds, seconds, args.Length > 5 ? (Number(3, 0), Number(4, 0), Number(5, 0)) : null);
        return 0;
    case "dns":
        DnsThroughput.Measure(build, rounds, seconds, isQuick);
        return 0;
    case "dns-direct":
        DnsDirect.Measure(build, rounds, seconds);
        return 0;
    case "dns-hostile":
        return DnsHostile.Run(build, Number(1, otherwise: 10)) ? 0 : 1;
    case "soak":
        return Soak.Run(build, TimeSpan.FromSeconds(Number(1, otherwise: 300))) ? 0 : 1;
    case "xen":
        await XenBench.MeasureAsync(build, isQuick && args.Length < 2 ? 1 : rounds, isQuick);
        return 0;
    case "xen-dns":
        await XenDns.MeasureAsync(build, rounds, seconds);
        return 0;
    case "xen-soak":
        return await XenSoak.RunAsync(build, TimeSpan.FromMinutes(Number(1, otherwise: 10)), Number(2, otherwise: 100_000)) ? 0 : 1;
    default:
        Console.Error.WriteLine($"'{what}' is nothing to measure: http, layers, tcp, relay, dns, dns-direct, dns-hostile, soak, xen, xen-dns or xen-soak");
        return 2;
}

int Number(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
