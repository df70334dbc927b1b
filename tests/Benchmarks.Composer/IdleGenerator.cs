using Microsoft.CodeAnalysis;

namespace MirageGen.Benchmarks;

/// <summary>
/// A generator that does nothing but look at the compilation, which makes that bind its references: what the compiler itself
/// needs to run one.
/// </summary>
internal sealed class IdleGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.CompilationProvider.Select(static (compilation, _) => compilation.ObjectType.Name),
        static (_, _) => { });
}
