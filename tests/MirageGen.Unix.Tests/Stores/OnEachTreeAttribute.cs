using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace MirageGen.Unix.Tests;

/// <summary>Has a theory run on each kind of tree.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnEachTreeAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(Array.ConvertAll(Enum.GetValues<TreeKind>(), static kind => (ITheoryDataRow)new TheoryDataRow<TreeKind>(kind)));

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
