using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.Loop;

/// <summary>What is wrong with a use, what to do instead, and the rows that say so.</summary>
/// <param name="Words">The end of the message.</param>
/// <param name="Remedy">What the code fix does; empty where it takes a person.</param>
internal sealed record LoopRule(string Words, string Remedy = "")
{
    /// <summary>The diagnostic's property that carries <see cref="Remedy"/> to the code fix.</summary>
    public const string RemedyProperty = "remedy";

    /// <summary>Awaiting what was waited for.</summary>
    public const string AwaitRemedy = "await";

    /// <summary>Coming back to the loop after an await.</summary>
    public const string ConfigureAwaitRemedy = "configure-await";

    /// <summary>Using the <c>TimeProvider</c> that the appliance asks for.</summary>
    public const string ClockRemedy = "clock";

    private const string TimeProviderName = "TimeProvider";
    private const string TaskSchedulerName = "TaskScheduler";

    private ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add(RemedyProperty, Remedy);

    /// <summary>A row for every member of a type, and for deriving from it.</summary>
    public ApiRule Of(string type) => new(type, Words) { Properties = Properties };

    /// <summary>A row for some members of a type.</summary>
    public ApiRule Of(string type, params string[] names) => Row(type, names);

    /// <summary>A row for those uses of some members that a judge condemns.</summary>
    public ApiRule Of(string type, Func<IOperation, bool> uses, params string[] names) => Row(type, names, uses: uses);

    /// <summary>A row for waiting through an awaiter, under the name of what a person wrote.</summary>
    public ApiRule OfAwaiter(string type, Func<IOperation, bool> uses) =>
        Row(type, ["GetResult"], uses: uses, display: "GetAwaiter().GetResult");

    /// <summary>A row for the overloads of some members that take no scheduler and so use the thread pool's.</summary>
    public ApiRule WithoutScheduler(string type, params string[] names) =>
        Row(type, names, static method => !Takes(method, TaskSchedulerName));

    /// <summary>A row for the overloads of some members that take a span of time and no <c>TimeProvider</c>.</summary>
    public ApiRule WithoutClock(string type, params string[] names) =>
        Row(type, names, static method => TakesTime(method) && !Takes(method, TimeProviderName), TimeSpans.IsFinite);

    private ApiRule Row(
        string type,
        string[] names,
        Func<IMethodSymbol, bool>? overloads = null,
        Func<IOperation, bool>? uses = null,
        string? display = null) =>
        new(type, Words) { Names = [.. names], Overloads = overloads, Uses = uses, Display = display, Properties = Properties };

    private static bool Takes(IMethodSymbol method, string type) =>
        method.Parameters.Any(parameter => parameter.Type.Name == type);

    private static bool TakesTime(IMethodSymbol method) =>
        method.Parameters.Any(static parameter =>
            parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Name == nameof(TimeSpan));
}
