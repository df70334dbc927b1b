using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>The libraries that composed projects reference: .NET, the contract, and small ones compiled in memory.</summary>
internal static class TestLibrary
{
    /// <summary>.NET and MirageGen.Abstractions with what it stands on.</summary>
    public static IReadOnlyList<MetadataReference> Contract { get; } =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(UnikernelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute).Assembly.Location),
    ];

    public static MetadataReference Signatures { get; } = Build("MirageGen.Signatures", Source("Signatures"), []);

    public static MetadataReference Unix { get; } = Build("MirageGen.Unix", Source("Unix"), [Signatures]);

    public static MetadataReference Mock { get; } = Build("MirageGen.TestKit", Source("Mock"), [Signatures]);

    public static MetadataReference Storage { get; } = Build("MirageGen.Storage", Source("Storage"), []);

    /// <summary>What a project references when a test says nothing else.</summary>
    public static IReadOnlyList<MetadataReference> Usual { get; } = [Signatures, Unix, Mock, Storage];

    /// <summary>Compiles a device library with the composer, which gives it its manifest.</summary>
    public static MetadataReference Build(string assembly, string source, IEnumerable<MetadataReference> references)
    {
        var run = new ComposerRun(source) { Assembly = assembly, Target = "", References = [.. references], Kind = OutputKind.DynamicallyLinkedLibrary };
        return MetadataReference.CreateFromImage(run.EmitWithoutWarnings());
    }

    private static string Source(string name)
    {
        using var stream = typeof(TestLibrary).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
