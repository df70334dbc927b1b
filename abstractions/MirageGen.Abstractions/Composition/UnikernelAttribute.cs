namespace MirageGen;

/// <summary>
/// Marks an appliance: a class whose one public constructor asks for devices by signature and which has a public
/// <c>RunAsync</c>. The composer writes its composition root for the project's <c>MirageTarget</c>.
/// </summary>
/// <remarks>
/// Accepted shapes are <c>Task</c>, <c>ValueTask</c>, <c>Task&lt;int&gt;</c> or <c>ValueTask&lt;int&gt;</c>
/// <c>RunAsync()</c>, with or without a <see cref="CancellationToken"/> that is cancelled when the appliance must
/// stop. An <see cref="int"/> result is the exit code. A project with several appliances runs them all in one image.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UnikernelAttribute : Attribute
{
    /// <summary>What the appliance does, in one line; the head of <c>--help</c>.</summary>
    public string? Summary { get; init; }
}
