using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Outline;

/// <summary>
/// What of a compilation can change what the composer reads in it. Two outlines are equal when it would read the same, so
/// that an equal one stops the pipeline before anything is bound.
/// </summary>
internal sealed class ProjectOutline : IEquatable<ProjectOutline>
{
    private static readonly ConditionalWeakTable<MetadataReference, object> Identities = new();

    private readonly WeakReference<Compilation> _compilation;
    private readonly ImmutableArray<object> _references;
    private readonly string? _assembly;
    private readonly string? _mainType;
    private readonly OutputKind _kind;
    private readonly NullableContextOptions _nullable;
    private readonly bool _isExact;

    private ProjectOutline(Compilation compilation, ImmutableArray<FileOutline> files, bool isExact)
    {
        _compilation = new(compilation);
        _references = [.. compilation.References.Select(reference => Identities.GetOrCreateValue(reference))];
        _assembly = compilation.AssemblyName;
        _mainType = compilation.Options.MainTypeName;
        _kind = compilation.Options.OutputKind;
        _nullable = compilation.Options.NullableContextOptions;
        _isExact = isExact;
        Files = files;
    }

    /// <summary>The source files, without those that the composer wrote itself.</summary>
    public ImmutableArray<FileOutline> Files { get; }

    /// <summary>
    /// The compilation it was made of. There is only something to read when an outline is new, and then whoever runs the
    /// composer holds on to the compilation; the outline does not.
    /// </summary>
    public Compilation Compilation => _compilation.TryGetTarget(out var compilation)
        ? compilation
        : throw new InvalidOperationException("The compilation is gone before it was read.");

    /// <summary>Makes the outline of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="isExact">Whether places matter too, so that any edit makes a difference.</param>
    /// <param name="cancellation">Gives up.</param>
    public static ProjectOutline Of(Compilation compilation, bool isExact, CancellationToken cancellation)
    {
        var files = ImmutableArray.CreateBuilder<FileOutline>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!ComposedCode.IsIn(tree))
            {
                files.Add(FileOutline.Of(tree, cancellation));
            }
        }

        return new(compilation, files.ToImmutable(), isExact);
    }

    /// <summary>Whether what a class depends on beyond its own files and those of its bases is the same.</summary>
    public bool HasHeadersOf(ProjectOutline other) =>
        HasFrameOf(other) && AllFiles(other, static (file, otherFile) => file.HasHeadersOf(otherFile));

    public bool Equals(ProjectOutline? other) =>
        other is not null && _isExact == other._isExact && HasFrameOf(other) && AllFiles(
            other,
            _isExact ? ReferenceEquals : static (file, otherFile) => file.DeclaresTheSameAs(otherFile));

    public override bool Equals(object? obj) => Equals(obj as ProjectOutline);

    public override int GetHashCode() => Files.Length;

    /// <summary>Whether the references and options are the same.</summary>
    private bool HasFrameOf(ProjectOutline other) =>
        _assembly == other._assembly && _mainType == other._mainType && _kind == other._kind && _nullable == other._nullable &&
        _references.SequenceEqual(other._references);

    private bool AllFiles(ProjectOutline other, Func<FileOutline, FileOutline, bool> areSame)
    {
        if (Files.Length != other.Files.Length)
        {
            return false;
        }

        for (var i = 0; i < Files.Length; i++)
        {
            if (!areSame(Files[i], other.Files[i]))
            {
                return false;
            }
        }

        return true;
    }
}
