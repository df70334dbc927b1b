namespace MirageGen.Benchmarks;

/// <summary>What an edit of the appliance's file changes.</summary>
public enum EditKind
{
    /// <summary>A number in the body of <c>RunAsync</c>.</summary>
    MethodBody,

    /// <summary>The default of a boot argument in the constructor, which changes the composition.</summary>
    Constructor,
}
