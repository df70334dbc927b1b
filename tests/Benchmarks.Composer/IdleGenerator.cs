using Microsoft.CodeAnalysis;

namespace MirageGen.Benchmarks;

/// <summary>A generator that does nothing: what the compiler itself needs to run one.</summary>
internal sealed class IdleGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName),
        static (_, _) => { });
}
