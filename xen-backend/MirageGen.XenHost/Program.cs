using MirageGen.XenHost;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Commands;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Machine;
using MirageGen.XenHost.Packing;

using var signals = StopSignals.OfProcess();
try
{
    return await new CommandLine(RunAsync, RunInDom0Async, ImagePacker.Pack, DiskWriter.Write).InvokeAsync(args);
}
catch (XenHostException error)
{
    // After a signal that is why.
    Report(error.Message);
    return signals.ExitCode > 0 ? signals.ExitCode : 1;
}
catch (OperationCanceledException) when (signals.ExitCode > 0)
{
    return signals.ExitCode;
}

async Task<int> RunAsync(RunOptions options)
{
    await using var input = Console.OpenStandardInput();
    await using var output = Console.OpenStandardOutput();
    return await new ImageRunner(signals, Report).RunAsync(options, input, output);
}

async Task<int> RunInDom0Async(string script)
{
    var files = await Task.Run(new Dom0Builder(Dom0Builder.DefaultCache, Report).Build).WaitAsync(signals.Stop);
    await using var dom0 = await Dom0.BootAsync(files, new(Dom0Network.None), signals.Stop);
    var result = await dom0.RunAsync(script, TimeSpan.FromMinutes(10), signals.Stop);
    await Console.Out.WriteAsync(result.Output);
    await Console.Error.WriteAsync(result.Errors);
    return result.ExitCode;
}

static void Report(string line) => Console.Error.WriteLine($"mirage-xen: {line}");
