using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>A library compiled in memory, with the composer as its analyzer, and what composed projects reference.</summary>
internal sealed class TestLibrary
{
    private TestLibrary(string name, byte[] image)
    {
        Name = name;
        Image = image;
        Reference = MetadataReference.CreateFromImage(image);
    }

    /// <summary>.NET and MirageGen.Abstractions with what it stands on.</summary>
    public static IReadOnlyList<MetadataReference> Contract { get; } =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(UnikernelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute).Assembly.Location),
    ];

    public static TestLibrary Signatures { get; } = Build("MirageGen.Signatures", Read("Signatures"));

    public static TestLibrary Unix { get; } = Build("MirageGen.Unix", Read("Unix"), Signatures);

    public static TestLibrary Mock { get; } = Build("MirageGen.TestKit", Read("Mock"), Signatures);

    public static TestLibrary Storage { get; } = Build("MirageGen.Storage", Read("Storage"));

    /// <summary>What a project references when a test says nothing else.</summary>
    public static IReadOnlyList<TestLibrary> Usual { get; } = [Signatures, Unix, Mock, Storage];

    /// <summary>The assembly's name.</summary>
    public string Name { get; }

    public byte[] Image { get; }

    public MetadataReference Reference { get; }

    /// <summary>Compiles a device library, which the composer gives its manifest.</summary>
    public static TestLibrary Build(string name, string source, params IReadOnlyList<TestLibrary> references) =>
        new(name, new ComposerRun(source)
        {
            Assembly = name,
            Target = string.Empty,
            References = references,
            Kind = OutputKind.DynamicallyLinkedLibrary,
        }.EmitWithoutWarnings());

    /// <summary>Compiles a library as one who has not heard of the composer does.</summary>
    public static TestLibrary BuildWithoutComposer(string name, string source, params IReadOnlyList<TestLibrary> references)
    {
        var run = new ComposerRun(source) { Assembly = name, References = references, Kind = OutputKind.DynamicallyLinkedLibrary };
        using var image = new MemoryStream();
        Assert.True(run.Compile().Emit(image).Success);
        return new(name, image.ToArray());
    }

    private static string Read(string name)
    {
        using var stream = typeof(TestLibrary).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
