using MirageGen.Interop;
namespace MirageGen.Xen.Tests;

/// <summary>The classes that share the one <see cref="RealXen"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnRealXen : ICollectionFixture<RealXen>
{
    internal const string Name = "real Xen";
}
