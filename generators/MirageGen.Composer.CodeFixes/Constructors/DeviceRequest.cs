using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Constructors;

/// <summary>How a device of some type is had at a place in the source: by a name in scope, or by asking for it.</summary>
internal sealed class DeviceRequest
{
    private readonly ClassDeclarationSyntax? _asker;
    private readonly TypeSyntax? _type;
    private readonly string _parameter;

    private DeviceRequest(string expression)
    {
        Expression = expression;
        _parameter = expression;
    }

    private DeviceRequest(ClassDeclarationSyntax asker, TypeSyntax type, string parameter, string expression)
    {
        _asker = asker;
        _type = type;
        _parameter = parameter;
        Expression = expression;
    }

    /// <summary>What to write at the place.</summary>
    public string Expression { get; }

    /// <summary>Whether nothing need be asked for.</summary>
    public bool IsInScope => _asker is null;

    /// <summary>
    /// Finds a way; null where there is none: outside of an appliance or device, in code without an instance, or where
    /// the class has several constructors, declares its constructor elsewhere or is connected by <c>ConnectAsync</c>.
    /// </summary>
    /// <param name="names">Of the document.</param>
    /// <param name="model">Its model.</param>
    /// <param name="place">Where the device is needed.</param>
    /// <param name="type">What is needed.</param>
    /// <param name="cancellation">Gives up.</param>
    public static DeviceRequest? Find(
        TypeNames names, SemanticModel model, SyntaxNode place, ITypeSymbol type, CancellationToken cancellation)
    {
        if (NameInScope(model, place, type) is { } name)
        {
            return new(name);
        }

        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax asker
            || model.GetDeclaredSymbol(asker, cancellation) is not { } symbol
            || !IsComposed(symbol)
            || !HasInstance(place, asker)
            || !HasOneConstructor(symbol, asker, cancellation))
        {
            return null;
        }

        var parameter = ParameterNames.For(type, asker);
        var constructor = ConstructorEdit.OrdinaryConstructor(asker);
        if (constructor is not null && IsInInitializer(place, asker))
        {
            return null;
        }

        var usesField = constructor is not null && !place.AncestorsAndSelf().Contains(constructor);
        return new(asker, names.Of(type), parameter, usesField ? ParameterNames.FieldFor(parameter) : parameter);
    }

    /// <summary>Asks for it, where it is not in scope.</summary>
    public SyntaxNode Apply(SyntaxNode root, SyntaxAnnotation place)
    {
        if (_asker is null)
        {
            return root;
        }

        var asker = root.GetAnnotatedNodes(place).Single().FirstAncestorOrSelf<ClassDeclarationSyntax>()!;
        return root.ReplaceNode(asker, ConstructorEdit.AddParameter(asker, _type!, _parameter));
    }

    private static string? NameInScope(SemanticModel model, SyntaxNode place, ITypeSymbol type)
    {
        var named =
            from symbol in model.LookupSymbols(place.SpanStart)
            let rank = symbol switch { IFieldSymbol => 0, IParameterSymbol => 1, IPropertySymbol => 2, _ => 3 }
            where rank < 3 && symbol.CanBeReferencedByName && SymbolEqualityComparer.Default.Equals(TypeOf(symbol), type)
            orderby rank
            select symbol;
        return named.FirstOrDefault(symbol => IsUsable(model, place, symbol))?.Name;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IParameterSymbol parameter => parameter.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        _ => null,
    };

    /// <summary>A name that is in scope may still be hidden, or want an instance where there is none.</summary>
    private static bool IsUsable(SemanticModel model, SyntaxNode place, ISymbol symbol)
    {
        var name = SyntaxFactory.IdentifierName(symbol.Name);
        var found = model.GetSpeculativeSymbolInfo(place.SpanStart, name, SpeculativeBindingOption.BindAsExpression).Symbol;
        return SymbolEqualityComparer.Default.Equals(found, symbol)
            && (symbol.IsStatic
                || StaticAround(place) is not { } boundary
                || symbol.DeclaringSyntaxReferences.Any(reference =>
                    reference.SyntaxTree == place.SyntaxTree && boundary.Span.Contains(reference.Span)));
    }

    private static bool IsComposed(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static attribute => attribute.AttributeClass is
        {
            Name: "UnikernelAttribute" or "DeviceAttribute",
            ContainingNamespace: { Name: "MirageGen", ContainingNamespace.IsGlobalNamespace: true },
        })
        && !type.GetMembers("ConnectAsync").Any(static member =>
            member is { IsStatic: true, DeclaredAccessibility: Accessibility.Public });

    private static bool HasInstance(SyntaxNode place, ClassDeclarationSyntax asker) =>
        StaticAround(place) is null
        && !place.Ancestors().TakeWhile(node => node != asker).Any(static node => node is AttributeListSyntax);

    /// <summary>The innermost member or function around a place that has no instance and sees nothing outside of it.</summary>
    private static SyntaxNode? StaticAround(SyntaxNode place) =>
        place.Ancestors().TakeWhile(static node => node is not TypeDeclarationSyntax).FirstOrDefault(static node => node switch
        {
            MemberDeclarationSyntax member => IsStatic(member.Modifiers),
            LocalFunctionStatementSyntax function => IsStatic(function.Modifiers),
            AnonymousFunctionExpressionSyntax function => IsStatic(function.Modifiers),
            _ => false,
        });

    private static bool IsStatic(SyntaxTokenList modifiers) =>
        modifiers.Any(SyntaxKind.StaticKeyword) || modifiers.Any(SyntaxKind.ConstKeyword);

    private static bool HasOneConstructor(INamedTypeSymbol symbol, ClassDeclarationSyntax asker, CancellationToken cancellation)
    {
        var declared = symbol.InstanceConstructors
            .Where(static constructor => !constructor.IsImplicitlyDeclared)
            .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellation))
            .ToImmutableArray();
        return declared switch
        {
            [] => true,
            [var only] => only == asker || only.Parent == asker,
            _ => false,
        };
    }

    /// <summary>Whether the place is the initial value of a field or property, which runs before the constructor's body.</summary>
    private static bool IsInInitializer(SyntaxNode place, ClassDeclarationSyntax asker) =>
        place.Ancestors().TakeWhile(node => node != asker).Any(static node =>
            node is EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }
                or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax });
}
