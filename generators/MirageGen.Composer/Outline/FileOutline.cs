using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MirageGen.Composer.Outline;

/// <summary>
/// What one version of a source file declares: where it may mark something for the composer, and stamps by which it is
/// compared with another version. There is one for each syntax tree, and it does not hold on to the tree.
/// </summary>
internal sealed class FileOutline
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileOutline> Known = new();

    private readonly WeakReference<SyntaxTree> _tree;
    private DeclarationStamp? _stamp;

    private FileOutline(SyntaxTree tree, FileMarks marks)
    {
        _tree = new(tree);
        Marks = marks;
    }

    /// <summary>Where the file may mark something for the composer.</summary>
    public FileMarks Marks { get; }

    /// <summary>The outline of a file; the same one whenever the same tree is asked for.</summary>
    public static FileOutline Of(SyntaxTree tree, CancellationToken cancellation) =>
        Known.TryGetValue(tree, out var known)
            ? known
            : Known.GetValue(tree, _ => new(tree, FileMarks.Find((CSharpSyntaxNode)tree.GetRoot(cancellation))));

    /// <summary>Whether two versions differ at most in bodies, initial values, comments and layout.</summary>
    public bool DeclaresTheSameAs(FileOutline other) =>
        ReferenceEquals(this, other) ||
        (Stamp() is { } stamp && other.Stamp() is { } otherStamp && stamp.Declarations == otherStamp.Declarations);

    /// <summary>Whether two versions differ at most in what no marked class of another file can depend on.</summary>
    public bool HasHeadersOf(FileOutline other) =>
        ReferenceEquals(this, other) ||
        (Stamp() is { } stamp && other.Stamp() is { } otherStamp && stamp.Headers == otherStamp.Headers);

    /// <summary>Made when two versions are first compared, which a build never does; null when the tree is gone by then.</summary>
    private DeclarationStamp? Stamp()
    {
        if (_stamp is null && _tree.TryGetTarget(out var tree))
        {
            _stamp = new DeclarationWalker().Walk(tree);
        }

        return _stamp;
    }
}
