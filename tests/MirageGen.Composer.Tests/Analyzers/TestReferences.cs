using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging;

namespace MirageGen.Composer.Tests.Analyzers;

/// <summary>What a project under test refers to: .NET, the signatures, three backends and a library of devices.</summary>
internal static class TestReferences
{
    private const string Backends = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using MirageGen.Composition;
        [assembly: Backend("xen", typeof(XenMachine))]
        [assembly: Backend("unix", typeof(UnixMachine), HasOperatingSystem = true)]
        [assembly: Backend("mock", typeof(SimulatedHost), HasOperatingSystem = true)]
        public sealed class XenMachine
        {
            public static int Run(BootImage i, string[] a, Func<XenMachine, BootArguments, CancellationToken, Task<int>> c) => 0;
        }
        public sealed class UnixMachine
        {
            public static int Run(BootImage i, string[] a, Func<UnixMachine, BootArguments, CancellationToken, Task<int>> c) => 0;
        }
        public sealed class SimulatedHost;
        """;

    private const string Http = """
        namespace MirageGen.Http;
        public sealed class HttpClient;
        public sealed class HttpServer;
        """;

    /// <summary>.NET without the framework.</summary>
    public static ImmutableArray<MetadataReference> WithoutFramework { get; } = [.. Net100.References.All];

    /// <summary>The signatures without any backend, as a library of devices sees them.</summary>
    public static ImmutableArray<MetadataReference> WithoutBackends { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(UnikernelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ILogger).Assembly.Location),
    ];

    /// <summary>Everything.</summary>
    public static ImmutableArray<MetadataReference> All { get; } =
        [.. WithoutBackends, Compile("MirageGen.Backends", Backends), Compile("MirageGen.Http", Http)];

    private static PortableExecutableReference Compile(string name, string source)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            WithoutBackends,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
