namespace MirageGen.Composer.Tests.Composing;

/// <summary>What every test source begins with.</summary>
internal static class Source
{
    public const string Head = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using MirageGen;
        using MirageGen.Signatures;
        using MirageGen.Unix;
        using MirageGen.TestKit;

        """;

    /// <summary>A body that satisfies any appliance.</summary>
    public const string Run = "{ public Task RunAsync(CancellationToken stop) => Task.CompletedTask; }";
}
