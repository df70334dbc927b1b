using MirageGen.Composer.Tests.Composing;

namespace MirageGen.Composer.Tests;

/// <summary>The program that the composer writes for an image.</summary>
public sealed class ImageTests
{
    private const string Head = """
        using System;
        using System.ComponentModel.DataAnnotations;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using MirageGen;
        using MirageGen.Signatures;

        """;

    private const string Site = Head + """
        namespace Example;

        [Unikernel(Summary = "Serves a greeting")]
        public sealed class Site(IHostStack stack, TimeProvider clock, ILogger<Site> log, [Argument("TCP port to serve on")] int port = 8080)
        {
            public async Task RunAsync(CancellationToken stop)
            {
                log.LogInformation("{Stack} {Clock} {Port}", stack, clock, port);
                await Task.Delay(0, stop);
            }
        }
        """;

    [Fact]
    public void Appliance_on_the_hosts_stack() => Snapshot.Match(new ComposerRun(Site));

    [Fact]
    public void Appliance_on_its_own_stack_when_the_build_says_so() =>
        Snapshot.Match(new ComposerRun(Site) { Properties = new() { ["MirageNet"] = "Direct" } });
}
