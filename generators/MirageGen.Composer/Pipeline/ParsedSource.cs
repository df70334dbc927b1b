using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Pipeline;

/// <summary>
/// One kind of source, taken apart: the models, on which all further work depends, apart from the places, which
/// change with every line that shifts.
/// </summary>
internal sealed class ParsedSource<T>
    where T : IEquatable<T>
{
    private ParsedSource(IncrementalValueProvider<EquatableArray<Parsed<T>>> parsed, string stage)
    {
        // A partial class that carries its attribute in two files is found twice.
        Models = parsed.Select(static (items, _) => items.Select(item => item.Model).Distinct().ToEquatableArray())
            .WithTrackingName(stage);
        Messages = parsed.Select(static (items, _) => items.SelectMany(item => item.Messages).Distinct().ToEquatableArray());
        Places = parsed.Select(static (items, _) => items.SelectMany(item => item.Places).Distinct().ToEquatableArray());
    }

    public IncrementalValueProvider<EquatableArray<T>> Models { get; }

    public IncrementalValueProvider<EquatableArray<PlacedMessage>> Messages { get; }

    public IncrementalValueProvider<EquatableArray<AnchorPlace>> Places { get; }

    public static ParsedSource<T> From(IncrementalValuesProvider<Parsed<T>> parsed, string stage) =>
        new(parsed.Collect().Select(static (items, _) => new EquatableArray<Parsed<T>>(items)), stage);

    public static ParsedSource<T> From(IncrementalValueProvider<Parsed<T>> parsed, string stage) =>
        new(parsed.Select(static (item, _) => (EquatableArray<Parsed<T>>)[item]), stage);
}
