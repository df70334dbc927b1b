using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace MirageGen.Unix.Tests;

/// <summary>Has a theory run on each kind of loop.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnEachLoopAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(Array.ConvertAll(Enum.GetValues<LoopKind>(), static kind => (ITheoryDataRow)new TheoryDataRow<LoopKind>(kind)));

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
