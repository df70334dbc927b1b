using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.Outline;

/// <summary>Walks over a file's declarations for their <see cref="DeclarationStamp"/>.</summary>
internal sealed class DeclarationWalker : CSharpSyntaxWalker
{
    private TokenHash _declarations = new();
    private TokenHash _headers = new();
    private int _depthBelowHeaders;
    private bool _hasStatements;

    public DeclarationWalker()
        : base(SyntaxWalkerDepth.Token)
    {
    }

    /// <summary>Walks over a whole file.</summary>
    public DeclarationStamp Walk(SyntaxTree tree)
    {
        var root = (CSharpSyntaxNode)tree.GetRoot();
        _declarations.Add((int)((CSharpParseOptions)tree.Options).LanguageVersion);
        if (root.GetFirstDirective(static directive => directive is NullableDirectiveTriviaSyntax) is not null)
        {
            // What such a directive means for a declaration depends on where it stands, be it within a body.
            _declarations.Add(tree.ToString());
        }

        Visit(root);
        _declarations.Add(_hasStatements ? 1 : 0);
        return new(_declarations.Value, _headers.Value);
    }

    public override void Visit(SyntaxNode? node)
    {
        if (node is null or GlobalStatementSyntax)
        {
            _hasStatements |= node is not null;
            return;
        }

        var isBelowHeaders = IsBelowHeaders(node);
        _depthBelowHeaders += isBelowHeaders ? 1 : 0;
        Add(node.RawKind);
        if (!IsBody(node))
        {
            base.Visit(node);
        }

        Add(-node.RawKind);
        _depthBelowHeaders -= isBelowHeaders ? 1 : 0;
    }

    public override void VisitToken(SyntaxToken token)
    {
        Add(token.IsMissing ? -token.RawKind : token.RawKind);
        if (SyntaxFacts.GetText(token.Kind()).Length == 0)
        {
            _declarations.Add(token.Text);
            if (_depthBelowHeaders == 0)
            {
                _headers.Add(token.Text);
            }
        }
    }

    /// <summary>Code that runs: what it says changes no declaration.</summary>
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or ConstructorInitializerSyntax => true,
        ArgumentListSyntax => node.Parent is PrimaryConstructorBaseTypeSyntax,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax => node.Parent?.Parent?.Parent is BaseFieldDeclarationSyntax field && !IsConstant(field),
        _ => false,
    };

    /// <summary>What concerns its own file or class alone, and classes that derive from it.</summary>
    private static bool IsBelowHeaders(SyntaxNode node) => node switch
    {
        UsingDirectiveSyntax directive => !directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword),
        AttributeListSyntax or ParameterListSyntax or IncompleteMemberSyntax => true,
        BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax => true,
        BaseFieldDeclarationSyntax field => !IsConstant(field),
        _ => false,
    };

    private static bool IsConstant(BaseFieldDeclarationSyntax field) => field.Modifiers.Any(SyntaxKind.ConstKeyword);

    private void Add(int kind)
    {
        _declarations.Add(kind);
        if (_depthBelowHeaders == 0)
        {
            _headers.Add(kind);
        }
    }
}
