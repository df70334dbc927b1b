using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.Model;
using MirageGen.Composer.Outline;

namespace MirageGen.Composer.Parser;

/// <summary>Reads what one file marks for the composer.</summary>
internal sealed class FileReader(Compilation compilation, SyntaxTree tree, CancellationToken cancellation)
{
    private readonly ImmutableArray<Parsed<ApplianceModel>>.Builder _appliances = ImmutableArray.CreateBuilder<Parsed<ApplianceModel>>();
    private readonly ImmutableArray<Parsed<DeviceModel>>.Builder _devices = ImmutableArray.CreateBuilder<Parsed<DeviceModel>>();
    private readonly ImmutableArray<Parsed<CompositionModel>>.Builder _compositions = ImmutableArray.CreateBuilder<Parsed<CompositionModel>>();
    private readonly HashSet<FileOutline> _others = [];

    /// <summary>Reads the file where it may mark something.</summary>
    public ParsedFile Read(MarkCandidates candidates)
    {
        var root = tree.GetRoot(cancellation);
        var model = compilation.GetSemanticModel(tree);
        foreach (var position in candidates.Classes)
        {
            if (root.FindToken(position).Parent is TypeDeclarationSyntax declaration &&
                model.GetDeclaredSymbol(declaration, cancellation) is { } type)
            {
                ReadClass(type);
            }
        }

        var attributes = candidates.HasAssemblyAttributes ? FindAssemblyAttributes() : [];
        return new(
            _appliances.ToImmutable(),
            _devices.ToImmutable(),
            _compositions.ToImmutable(),
            ChoiceParser.ParseAll(attributes),
            BackendParser.ParseAll(attributes, compilation.Assembly.Name),
            [.. _others]);
    }

    private void ReadClass(INamedTypeSymbol type)
    {
        if (type.FindAttribute(AttributeNames.UserNamespace, AttributeNames.Unikernel) is not null)
        {
            _appliances.Add(ApplianceParser.Parse(type));
            DependOn(type);
        }

        if (type.FindAttribute(AttributeNames.UserNamespace, AttributeNames.Device) is not null)
        {
            _devices.Add(DeviceParser.ParseLocal(type));
            DependOn(type);
        }

        if (type.FindAttribute(AttributeNames.UserNamespace, AttributeNames.Compose) is { } compose)
        {
            _compositions.Add(CompositionParser.Parse(type, compose, compilation));
            DependOn(type);
            DependOn(compose.Positional(0) as INamedTypeSymbol);
        }
    }

    private ImmutableArray<AttributeData> FindAssemblyAttributes()
    {
        var attributes = compilation.Assembly.GetAttributes()
            .Where(attribute => attribute.ApplicationSyntaxReference?.SyntaxTree == tree).ToImmutableArray();
        foreach (var named in attributes.SelectMany(attribute => attribute.ConstructorArguments))
        {
            DependOn(named.Kind == TypedConstantKind.Type ? named.Value as INamedTypeSymbol : null);
        }

        return attributes;
    }

    /// <summary>Notes the other files that a class is written in, with its bases and the classes around it.</summary>
    private void DependOn(INamedTypeSymbol? type)
    {
        for (var around = type; around is not null; around = around.ContainingType)
        {
            for (var t = around; t is not null; t = t.BaseType)
            {
                foreach (var reference in t.DeclaringSyntaxReferences)
                {
                    var other = reference.SyntaxTree;
                    if (other != tree && compilation.ContainsSyntaxTree(other) && !ComposedCode.IsIn(other))
                    {
                        _others.Add(FileOutline.Of(other, cancellation));
                    }
                }
            }
        }
    }
}
