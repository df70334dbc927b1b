using System.Globalization;
using MirageGen.Peers;
using MirageGen.Peers.Compose;
using MirageGen.Peers.Dns;
using MirageGen.Peers.Http;
using MirageGen.Peers.Micro;
using MirageGen.Peers.Reports;
using MirageGen.Peers.Xen;

// Measures ours beside others, all in one run, and ours for a long time; everything is built first (NativeAOT). bench.sh runs it.
// Usage: dotnet run --project tests/Peers -c Release -- http|tcp|dns|dns-direct|xen-dns [ROUNDS [SECONDS]] [--quick] [--write]
//        dotnet run --project tests/Peers -c Release -- relay [ROUNDS [SECONDS [DELAY LOSS REORDERING]]]   (ms, of a thousand)
//        dotnet run --project tests/Peers -c Release -- compose|boot|xen [ROUNDS] [--quick] [--write]
//        dotnet run --project tests/Peers -c Release -- image|micro [--quick] [--write]
//        dotnet run --project tests/Peers -c Release -- soak [SECONDS]
//        dotnet run --project tests/Peers -c Release -- dns-hostile [MILLIONS]
//        dotnet run --project tests/Peers -c Release -- xen-soak [MINUTES [REQUESTS]]
// --write writes a page and its charts into docs/benchmarks.
if (args is [FirstAnswer.Word, var address, var path])
{
    FirstAnswer.Run(address, path);
    return 0;
}

var command = string.Join(' ', args);
var isQuick = args.Contains("--quick");
var isWritten = args.Contains("--write");
args = [.. args.Where(word => word is not ("--quick" or "--write"))];
var what = args.Length > 0 ? args[0] : "http";
var rounds = Number(1, otherwise: isQuick ? 1 : 5);
var seconds = Number(2, otherwise: isQuick ? 3 : 5);

using var build = new PeerBuild();
switch (what)
{
    case "http":
        return await ReportAsync("HTTP", report => HttpBench.MeasureAsync(build, report, rounds, TimeSpan.FromSeconds(seconds), isQuick));
    case "dns":
        return await ReportAsync("DNS on host sockets", report => Done(DnsThroughput.MeasureAsync(build, report, rounds, seconds, isQuick)));
    case "dns-direct":
        return await ReportAsync("DNS on our own stack", report => Done(DnsDirect.MeasureAsync(build, report, rounds, seconds)));
    case "tcp":
        return await ReportAsync("TCP", report => DoneNow(() => TcpThroughput.Measure(build, report, rounds, seconds)));
    case "relay":
        return await ReportAsync("TCP over bad wires", report => DoneNow(() => RelayGoodput.Measure(
            build, report, rounds, seconds, args.Length > 5 ? (Number(3, 0), Number(4, 0), Number(5, 0)) : null)));
    case "compose":
        return await ReportAsync("Composition", report => Done(ComposeBench.MeasureAsync(build, report, rounds, isQuick)));
    case "micro":
        return await ReportAsync("Microbenchmarks", report => DoneNow(() => MicroBench.Measure(build, report, isQuick)));
    case "boot":
        return await ReportAsync("Boot and memory on Xen", report => Done(BootBench.MeasureAsync(build, report, rounds, isQuick)));
    case "image":
        return await ReportAsync("Images for Xen", report => DoneNow(() => ImageBench.Measure(build, report, isQuick)));
    case "xen":
        return await ReportAsync("A website on Xen", report => Done(XenLoad.MeasureAsync(build, report, rounds, isQuick)));
    case "xen-dns":
        return await ReportAsync("DNS on Xen", report => Done(XenDns.MeasureAsync(build, report, rounds, seconds)));
    case "soak":
        return Soak.Run(build, TimeSpan.FromSeconds(Number(1, otherwise: 300))) ? 0 : 1;
    case "dns-hostile":
        return DnsHostile.Run(build, Number(1, otherwise: 10)) ? 0 : 1;
    case "xen-soak":
        return await XenSoak.RunAsync(build, TimeSpan.FromMinutes(Number(1, otherwise: 10)), Number(2, otherwise: 100_000)) ? 0 : 1;
    default:
        Console.Error.WriteLine(
            $"'{what}' is nothing to measure: http, dns, dns-direct, tcp, relay, compose, boot, image, xen, xen-dns, micro, soak, dns-hostile or xen-soak");
        return 2;
}

async Task<int> ReportAsync(string title, Func<BenchReport, Task<bool>> measure)
{
    var report = new BenchReport(what, title);
    var isSound = await measure(report);
    if (isWritten)
    {
        report.Save(build.SourcePath("../../docs/benchmarks"), MachineFacts.Describe($"./bench.sh {command.Replace(" --write", string.Empty, StringComparison.Ordinal)}"));
    }

    return isSound ? 0 : 1;
}

static async Task<bool> Done(Task task)
{
    await task;
    return true;
}

static Task<bool> DoneNow(Action action)
{
    action();
    return Task.FromResult(true);
}

int Number(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
